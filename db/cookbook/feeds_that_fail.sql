-- Which feeds do not answer, since when, and what do they say?
WITH last AS (
    FROM fetches QUALIFY row_number() OVER (PARTITION BY feed_id ORDER BY fetched_at DESC) = 1
)
SELECT feed_id, fetched_at, outcome, status, message,
       (SELECT max(f.fetched_at) FROM fetches AS f
        WHERE f.feed_id = last.feed_id AND f.outcome IN ('read', 'unchanged')) AS last_answer
FROM last
WHERE outcome IN ('failed', 'refused')
ORDER BY last_answer NULLS FIRST, feed_id;
