-- Which outlet was the first to tell of how many deals, and how many of those were signed since?
SELECT origins[1] AS outlet, count(*) AS deals_first,
       count(*) FILTER (WHERE len(origins) > 1) AS others_followed,
       count(*) FILTER (WHERE status IN ('signed', 'amended', 'completed')) AS signed_now,
       sum(headline_usd) AS headline_usd
FROM live_deals
GROUP BY outlet
ORDER BY deals_first DESC, outlet;
