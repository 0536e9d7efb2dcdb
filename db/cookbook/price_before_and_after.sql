-- What did the model say before and after each deal that moved it?
SELECT d.supplier, d.buyer, e.measure, e.accelerator_id, e.workload_id,
       e.before_low, e.before_mid, e.before_high, e.low, e.mid, e.high,
       round(100 * (e.mid / e.before_mid - 1), 2) AS change_percent,
       e.known_at, e.caused_by AS deal_id
FROM cost_estimate_history AS e
LEFT JOIN deals AS d ON d.deal_id = e.caused_by
WHERE e.caused_by IS NOT NULL
ORDER BY e.known_at, e.measure, e.accelerator_id, e.workload_id, e.estimate_id;
