-- Where do the documents about one deal give different amounts, terms or numbers of chips?
SELECT d.supplier, d.buyer, d.deal_type,
       list_sort(list_distinct(list(coalesce(c.value_high, c.value_low)))) AS amounts,
       list_sort(list_distinct(list(c.term_months))) AS terms_months,
       list_sort(list_distinct(list(c.chips))) AS chips,
       count(*) AS claims, d.deal_id
FROM live_deals AS d, unnest(d.claim_ids) AS u(claim_id)
JOIN deal_claims AS c ON c.claim_id = u.claim_id
GROUP BY d.supplier, d.buyer, d.deal_type, d.deal_id
HAVING count(DISTINCT coalesce(c.value_high, c.value_low)) > 1
    OR count(DISTINCT c.term_months) > 1
    OR count(DISTINCT c.chips) > 1
ORDER BY claims DESC, d.deal_id;
