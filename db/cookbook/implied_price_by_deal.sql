-- What price of an accelerator-hour, or of an accelerator, does each deal imply?
-- `used` says whether the model takes it; `formula` shows the numbers, or why not.
SELECT d.supplier, d.buyer, o.accelerator_id, o.usd_per_chip_hour, o.usd_per_unit,
       o.usd_per_chip_hour * exp(-1.645 * o.log_sd) AS low_usd_per_chip_hour,
       o.usd_per_chip_hour * exp(1.645 * o.log_sd) AS high_usd_per_chip_hour,
       o.used, o.formula, o.known_at, o.deal_id
FROM price_observations AS o
LEFT JOIN deals AS d USING (deal_id)
WHERE o.deal_id IS NOT NULL
ORDER BY o.known_at, o.deal_id, o.accelerator_id;
