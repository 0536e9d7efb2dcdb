-- How often did a rumour come true within 180 days, by the outlet that had it first?
-- A rumour is a deal first known as rumored, considering or in talks. Those that are neither
-- signed nor ended and not 180 days old are still open, and not in the share.
WITH first_status AS (
    SELECT deal_id, arg_min(status, known_at) AS began_as, arg_min(origin_outlet, known_at) AS outlet,
           min(known_at) AS began_at,
           min(known_at) FILTER (WHERE status IN ('signed', 'amended', 'completed')) AS signed_at,
           min(known_at) FILTER (WHERE status IN ('terminated', 'denied')) AS ended_at
    FROM deal_versions
    GROUP BY deal_id
), judged AS (
    SELECT f.*, coalesce(f.signed_at <= f.began_at + INTERVAL 180 DAY, false) AS came_true,
           f.signed_at IS NULL AND f.ended_at IS NULL
               AND m.published_at < f.began_at + INTERVAL 180 DAY AS is_open
    FROM first_status AS f
    JOIN live_deals USING (deal_id), meta AS m
    WHERE f.began_as IN ('rumored', 'considering', 'in_talks')
)
SELECT outlet,
       count(*) AS rumours,
       count(*) FILTER (WHERE came_true) AS came_true,
       count(*) FILTER (WHERE ended_at IS NOT NULL AND NOT came_true) AS came_to_nothing,
       count(*) FILTER (WHERE is_open) AS still_open,
       round(avg(CAST(came_true AS DOUBLE)) FILTER (WHERE NOT is_open), 2) AS share_true,
       round(avg(date_diff('day', began_at, signed_at)) FILTER (WHERE came_true), 1) AS mean_days
FROM judged
GROUP BY outlet
ORDER BY rumours DESC, outlet;
