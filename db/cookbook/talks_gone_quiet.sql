-- Which talks and plans have not been heard of for 60 days?
WITH heard AS (
    SELECT d.deal_id, max(c.known_at) AS last_heard
    FROM live_deals AS d, unnest(d.claim_ids) AS u(claim_id)
    JOIN deal_claims AS c ON c.claim_id = u.claim_id
    GROUP BY d.deal_id
)
SELECT d.supplier, d.buyer, d.deal_type, d.status, d.status_on, d.headline_usd, d.p_execution,
       date_diff('day', h.last_heard, m.published_at) AS days_quiet, d.deal_id
FROM live_deals AS d
JOIN heard AS h USING (deal_id), meta AS m
WHERE d.status IN ('rumored', 'considering', 'in_talks', 'announced')
  AND h.last_heard < m.published_at - INTERVAL 60 DAY
ORDER BY d.headline_usd DESC NULLS LAST, days_quiet DESC, d.deal_id;
