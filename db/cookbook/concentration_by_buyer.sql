-- How concentrated are each buyer's suppliers, by expected dollars?
-- hhi is 1 when all is with one supplier; effective_suppliers is 1/hhi. Only deals with an
-- amount count, so this is about what was disclosed, not about all that a buyer buys.
WITH bought AS (
    SELECT buyer, supplier, sum(expected_usd) AS usd
    FROM live_deals
    WHERE buyer IS NOT NULL AND supplier IS NOT NULL AND expected_usd > 0
      AND asset_layer <> 'money' AND status NOT IN ('terminated', 'denied')
    GROUP BY ALL
), shares AS (
    SELECT *, CAST(usd AS DOUBLE) / sum(CAST(usd AS DOUBLE)) OVER (PARTITION BY buyer) AS share
    FROM bought
)
SELECT buyer,
       count(*) AS suppliers,
       round(sum(share * share), 3) AS hhi,
       round(1 / sum(share * share), 2) AS effective_suppliers,
       first(supplier ORDER BY share DESC, supplier) AS largest,
       round(max(share), 3) AS largest_share,
       sum(usd) AS expected_usd
FROM shares
GROUP BY buyer
ORDER BY hhi DESC, buyer;
