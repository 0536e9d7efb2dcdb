-- Which accelerator serves each workload at the lowest cost per million tokens, says the model?
-- `high` is the 95 % quantile: where ranges overlap the order is not sure.
SELECT e.workload_id, row_number() OVER w AS place, e.accelerator_id, a.supplier_id,
       e.measure, round(e.mid, 4) AS usd, round(e.low, 4) AS low_usd, round(e.high, 4) AS high_usd,
       e.model_data_as_of
FROM cost_estimates AS e
LEFT JOIN accelerators AS a USING (accelerator_id)
WHERE e.measure IN ('usd_per_million_tokens', 'own_usd_per_million_tokens')
WINDOW w AS (PARTITION BY e.measure, e.workload_id ORDER BY e.mid, e.accelerator_id)
ORDER BY e.measure, e.workload_id, place;
