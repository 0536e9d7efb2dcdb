-- Which changes were seen but not sent, and why?
SELECT known_at, rule_id, subject, before, after, suppressed, headline_usd
FROM signals
WHERE suppressed IS NOT NULL
ORDER BY known_at DESC, sort_key;
