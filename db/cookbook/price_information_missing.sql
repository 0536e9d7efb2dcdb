-- Which deals for compute say too little to price a chip-hour, and what would be needed?
SELECT supplier, buyer, deal_type, status, headline_usd,
       list_filter([CASE WHEN headline_usd IS NULL THEN 'value' END,
                    CASE WHEN chips IS NULL AND power_mw IS NULL THEN 'chips or MW' END,
                    CASE WHEN term_months IS NULL THEN 'term' END], lambda x: x IS NOT NULL)
           AS needed,
       deal_id
FROM live_deals
WHERE asset_layer = 'managed_compute' AND status NOT IN ('terminated', 'denied')
  AND (headline_usd IS NULL OR (chips IS NULL AND power_mw IS NULL) OR term_months IS NULL)
ORDER BY len(needed), headline_usd DESC NULLS LAST, deal_id;
