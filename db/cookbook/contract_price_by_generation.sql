-- What does a chip-hour cost under contract, by generation, without shells and net of warrants?
-- Managed compute only. A warrant that the supplier gave the same buyer lowers the price by its
-- share of the contract; where the warrant has no value the net price is unknown, and NULL.
WITH warrants AS (
    SELECT buyer_id, supplier_id, count(*) AS warrants,
           CASE WHEN count(headline_usd) = count(*) THEN sum(headline_usd) END AS warrant_usd
    FROM live_deals
    WHERE deal_type = 'warrant' AND status NOT IN ('terminated', 'denied')
    GROUP BY ALL
)
SELECT a.generation, o.accelerator_id, o.basis, o.observed_on,
       coalesce(d.supplier, o.source_url) AS supplier_or_source, d.buyer,
       o.usd_per_chip_hour,
       coalesce(w.warrants, 0) AS warrants,
       w.warrant_usd,
       CASE WHEN w.warrants IS NULL THEN o.usd_per_chip_hour
            ELSE o.usd_per_chip_hour
                 * (1 - CAST(w.warrant_usd AS DOUBLE) / CAST(d.headline_usd AS DOUBLE))
       END AS net_usd_per_chip_hour,
       o.deal_id
FROM price_observations AS o
JOIN accelerators AS a USING (accelerator_id)
LEFT JOIN deals AS d ON d.deal_id = o.deal_id
LEFT JOIN warrants AS w ON w.buyer_id = d.buyer_id AND w.supplier_id = d.supplier_id
WHERE o.asset_layer = 'managed_compute' AND o.basis IN ('contract', 'implied')
  AND o.usd_per_chip_hour IS NOT NULL
ORDER BY a.generation, o.usd_per_chip_hour, o.observation_id;
