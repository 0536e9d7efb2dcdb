-- What did we know on a date, and what have we learned of those deals since?
-- Change the instant (UTC) in the first line of the query.
WITH then_known AS (FROM live_deals_as_of(TIMESTAMP '2026-02-01 00:00'))
SELECT t.supplier, t.buyer, t.deal_type,
       t.status AS status_then, d.status AS status_now,
       t.headline_usd AS headline_usd_then, d.headline_usd AS headline_usd_now,
       t.p_execution AS p_execution_then, d.p_execution AS p_execution_now, t.deal_id
FROM then_known AS t
JOIN deals AS d USING (deal_id)
ORDER BY t.supplier, t.buyer, t.deal_id;
