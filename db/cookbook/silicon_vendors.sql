-- Whose silicon is in the deals, whoever rents or sells it?
-- By the products that the deal names; a deal that names two vendors counts for both, so the
-- sums of this table do not add up.
WITH named AS (
    SELECT DISTINCT d.deal_id, d.buyer, d.supplier, d.status, p.supplier_id AS vendor
    FROM (SELECT deal_id, buyer, supplier, status, unnest(products) AS product FROM live_deals
          WHERE status NOT IN ('terminated', 'denied')) AS d
    JOIN products AS p ON p.name = d.product AND p.supplier_id <> ''
)
SELECT vendor AS silicon_vendor,
       count(*) AS legs,
       count(DISTINCT buyer) AS buyers,
       list_sort(list(DISTINCT supplier)) AS sold_or_rented_by,
       count(*) FILTER (WHERE status IN ('signed', 'amended', 'completed')) AS signed
FROM named
GROUP BY vendor
ORDER BY legs DESC, silicon_vendor;
