-- How many dollars and gigawatts were newly committed to each supplier in each quarter?
-- By the day of the agreement, not of the first rumour; layers stay apart, for the money
-- of a lease and that of the chips inside it are the same money. Legs without an amount, or
-- without power, are counted beside the sums: the sums are floors.
WITH agreed AS (
    SELECT deal_id, min(true_on) AS agreed_on
    FROM deal_history
    WHERE field = 'status' AND after IN ('signed', 'amended', 'completed')
    GROUP BY deal_id
)
SELECT CAST(date_trunc('quarter', coalesce(agreed_on, status_on, first_public_on)) AS DATE)
           AS quarter,
       supplier,
       asset_layer,
       count(*) AS legs,
       count(headline_usd) AS legs_with_amount,
       sum(headline_usd) AS headline_usd,
       sum(expected_usd) AS expected_usd,
       count(power_mw) AS legs_with_power,
       round(sum(power_mw) / 1000, 3) AS gigawatts,
       round(sum(power_mw * p_execution) / 1000, 3) AS expected_gigawatts
FROM live_deals
LEFT JOIN agreed USING (deal_id)
WHERE status IN ('signed', 'amended', 'completed')
GROUP BY ALL
ORDER BY quarter, headline_usd DESC NULLS LAST, supplier, asset_layer;
