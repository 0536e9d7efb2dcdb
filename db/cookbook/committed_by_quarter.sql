-- How many dollars were newly committed to each supplier in each quarter?
-- By the day the deal became public; signed or further; layers stay apart, for the money
-- of a lease and that of the chips inside it are the same money.
SELECT date_trunc('quarter', first_public_on) AS quarter,
       supplier,
       asset_layer,
       count(*) AS legs,
       count(headline_usd) AS legs_with_amount,
       sum(headline_usd) AS headline_usd,
       sum(expected_usd) AS expected_usd
FROM live_deals
WHERE status IN ('signed', 'amended', 'completed')
GROUP BY ALL
ORDER BY quarter, headline_usd DESC NULLS LAST, supplier, asset_layer;
