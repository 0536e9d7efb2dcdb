-- How much of a supplier's step in backlog do the deals that we know of explain?
-- Backlog as the supplier published it, in USD; known deals are those that became public between
-- the two period ends. What is left over is contracts that nobody has named, or our gaps.
WITH backlog AS (
    SELECT company_id, period, period_end, value AS backlog_usd,
           lag(value) OVER w AS before_usd, lag(period_end) OVER w AS before_end
    FROM company_facts
    WHERE metric IN ('backlog', 'backlog_usd', 'rpo', 'rpo_usd',
                     'remaining_performance_obligations', 'remaining_performance_obligations_usd')
      AND value IS NOT NULL AND period_end IS NOT NULL
    WINDOW w AS (PARTITION BY company_id, metric ORDER BY period_end)
)
SELECT b.company_id, b.period, b.before_usd, b.backlog_usd,
       b.backlog_usd - b.before_usd AS step_usd,
       count(d.deal_id) AS known_deals,
       coalesce(sum(CAST(d.headline_usd AS DOUBLE)), 0) AS known_usd,
       b.backlog_usd - b.before_usd - coalesce(sum(CAST(d.headline_usd AS DOUBLE)), 0)
           AS unexplained_usd
FROM backlog AS b
LEFT JOIN live_deals AS d
  ON d.supplier_id = b.company_id AND d.status IN ('signed', 'amended', 'completed')
 AND d.asset_layer <> 'money'
 AND d.first_public_on > b.before_end AND d.first_public_on <= b.period_end
WHERE b.before_usd IS NOT NULL
GROUP BY b.company_id, b.period, b.before_usd, b.backlog_usd
ORDER BY b.company_id, b.period;
