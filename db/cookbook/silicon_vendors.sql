-- Whose silicon is in the deals, whoever rents or sells it?
-- By the products that the deal names; a deal that names two vendors counts for both, so the
-- sums of this table do not add up.
SELECT p.supplier_id AS silicon_vendor,
       count(DISTINCT d.deal_id) AS legs,
       count(DISTINCT d.buyer) AS buyers,
       list_sort(list_distinct(list(d.supplier))) AS sold_or_rented_by,
       count(DISTINCT d.deal_id) FILTER (WHERE d.status IN ('signed', 'amended', 'completed'))
           AS signed
FROM live_deals AS d, unnest(d.products) AS u(product)
JOIN products AS p ON p.name = u.product
WHERE p.supplier_id <> '' AND d.status NOT IN ('terminated', 'denied')
GROUP BY p.supplier_id
ORDER BY legs DESC, silicon_vendor;
