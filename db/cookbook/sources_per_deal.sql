-- How many sources does each deal have, and how many of them are independent?
-- Ten reprints of one report are ten documents and one origin.
SELECT d.supplier, d.buyer, d.deal_type, d.status,
       count(DISTINCT c.document_id) AS documents,
       count(DISTINCT o.outlet) AS outlets,
       len(d.origins) AS independent_origins,
       d.origins, d.confirmation, d.deal_id
FROM live_deals AS d, unnest(d.claim_ids) AS u(claim_id)
JOIN deal_claims AS c ON c.claim_id = u.claim_id
LEFT JOIN documents AS o ON o.document_id = c.document_id
GROUP BY ALL
ORDER BY independent_origins, documents DESC, d.deal_id;
