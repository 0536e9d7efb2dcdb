-- Which signed deals were changed afterwards, in what, and by how much?
WITH signed AS (
    SELECT deal_id, min(known_at) AS signed_at
    FROM deal_history
    WHERE field = 'status' AND after IN ('signed', 'amended', 'completed')
    GROUP BY deal_id
)
SELECT d.supplier, d.buyer, d.deal_type, h.field, h.before, h.after,
       date_diff('day', s.signed_at, h.known_at) AS days_after_signing,
       h.true_on, h.known_at, d.deal_id
FROM deal_history AS h
JOIN signed AS s ON s.deal_id = h.deal_id AND h.known_at > s.signed_at
JOIN live_deals AS d ON d.deal_id = h.deal_id
WHERE h.field IN ('status', 'value', 'chips', 'power_mw', 'term_months', 'start', 'end')
  AND h.before IS NOT NULL
ORDER BY h.known_at, d.deal_id, h.field;
