-- How often did a rumour come true, by the outlet that had it first?
-- A rumour is a deal first known as rumored, considering or in talks.
WITH first_status AS (
    SELECT deal_id, arg_min(status, known_at) AS began_as, arg_min(origin_outlet, known_at) AS outlet,
           min(known_at) AS began_at
    FROM deal_versions
    GROUP BY deal_id
)
SELECT f.outlet,
       count(*) AS rumours,
       count(*) FILTER (WHERE d.status IN ('signed', 'amended', 'completed')) AS came_true,
       count(*) FILTER (WHERE d.status IN ('terminated', 'denied')) AS came_to_nothing,
       round(avg(CAST(d.status IN ('signed', 'amended', 'completed') AS DOUBLE)), 2) AS share_true,
       round(avg(date_diff('day', f.began_at, d.known_at))
           FILTER (WHERE d.status IN ('signed', 'amended', 'completed')), 1) AS mean_days
FROM first_status AS f
JOIN live_deals AS d USING (deal_id)
WHERE f.began_as IN ('rumored', 'considering', 'in_talks')
GROUP BY f.outlet
ORDER BY rumours DESC, f.outlet;
