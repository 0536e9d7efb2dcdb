-- Who supplies whom, with what, and on how much money is there a figure?
-- One row a pair; talks and rumours are counted apart from what is signed.
SELECT coalesce(supplier, '(not named)') AS supplier,
       coalesce(buyer, '(not named)') AS buyer,
       count(*) AS legs,
       count(*) FILTER (WHERE status IN ('signed', 'amended', 'completed')) AS signed,
       count(*) FILTER (WHERE status IN ('rumored', 'considering', 'in_talks')) AS in_talks,
       list_sort(list_distinct(flatten(list(products)))) AS products,
       sum(headline_usd) FILTER (WHERE status IN ('signed', 'amended', 'completed'))
           AS signed_headline_usd,
       sum(expected_usd) AS expected_usd
FROM live_deals
WHERE asset_layer <> 'money'
GROUP BY ALL
ORDER BY expected_usd DESC NULLS LAST, supplier, buyer;
