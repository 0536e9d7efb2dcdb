-- Which talks and plans have not been heard of for 60 days?
WITH open_talks AS (
    SELECT deal_id, unnest(claim_ids) AS claim_id FROM live_deals
    WHERE status IN ('rumored', 'considering', 'in_talks', 'announced')
), heard AS (
    SELECT t.deal_id, max(c.known_at) AS last_heard
    FROM open_talks AS t
    JOIN (SELECT claim_id, known_at FROM deal_claims) AS c USING (claim_id)
    GROUP BY t.deal_id
)
SELECT d.supplier, d.buyer, d.deal_type, d.status, d.status_on, d.headline_usd, d.p_execution,
       date_diff('day', h.last_heard, m.published_at) AS days_quiet, d.deal_id
FROM live_deals AS d
JOIN heard AS h USING (deal_id), meta AS m
WHERE h.last_heard < m.published_at - INTERVAL 60 DAY
ORDER BY d.headline_usd DESC NULLS LAST, days_quiet DESC, d.deal_id;
