-- Which deals belong to one undertaking, and what is it worth without counting twice?
-- Layers are not added up: the largest single leg is the least that the whole is worth.
SELECT p.buyer AS begun_by, p.supplier AS begun_with,
       count(*) AS legs,
       list_sort(list_distinct(list(d.asset_layer))) AS layers,
       list_sort(list_distinct(list(d.supplier))) AS suppliers,
       max(d.headline_usd) AS largest_leg_usd,
       max(d.power_mw) AS largest_power_mw,
       d.programme_id
FROM live_deals AS d
JOIN deals AS p ON p.deal_id = d.programme_id
GROUP BY p.buyer, p.supplier, d.programme_id
ORDER BY largest_leg_usd DESC NULLS LAST, d.programme_id;
