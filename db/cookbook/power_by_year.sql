-- How much power was promised for which year, by supplier and layer?
-- By the first stated date of delivery; talks are apart from what is signed.
SELECT coalesce(left(start, 4), '(not stated)') AS year, asset_layer, supplier,
       count(*) AS legs,
       round(sum(power_mw) FILTER (WHERE status IN ('signed', 'amended', 'completed')) / 1000, 3)
           AS signed_gigawatts,
       round(sum(power_mw) FILTER (WHERE status NOT IN ('signed', 'amended', 'completed')) / 1000, 3)
           AS other_gigawatts,
       round(sum(power_mw * p_execution) / 1000, 3) AS expected_gigawatts
FROM live_deals
WHERE power_mw IS NOT NULL AND status NOT IN ('terminated', 'denied')
GROUP BY ALL
ORDER BY year, asset_layer, expected_gigawatts DESC, supplier;
