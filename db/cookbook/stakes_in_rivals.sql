-- Which suppliers hold stakes in companies that also buy from somebody else?
SELECT s.investor_id, s.investee_id, s.stake_low, s.stake_high, s.invested_usd, s.status,
       list_sort(list_distinct(list(d.supplier))) AS other_suppliers
FROM stakes AS s
JOIN live_deals AS d ON d.buyer_id = s.investee_id AND d.supplier_id <> s.investor_id
WHERE d.asset_layer <> 'money'
GROUP BY ALL
ORDER BY s.investor_id, s.investee_id;
