-- How many sources does each deal have, and how many of them are independent?
-- Ten reprints of one report are ten documents and one origin.
WITH heard AS (
    SELECT u.deal_id, count(DISTINCT hash(c.document_id)) AS documents,
           count(DISTINCT hash(o.outlet)) AS outlets
    FROM (SELECT deal_id, unnest(claim_ids) AS claim_id FROM live_deals) AS u
    JOIN (SELECT claim_id, document_id FROM deal_claims) AS c USING (claim_id)
    JOIN (SELECT document_id, outlet FROM documents) AS o USING (document_id)
    GROUP BY u.deal_id
)
SELECT d.supplier, d.buyer, d.deal_type, d.status, h.documents, h.outlets,
       len(d.origins) AS independent_origins, d.origins, d.confirmation, d.deal_id
FROM live_deals AS d
JOIN heard AS h USING (deal_id)
ORDER BY independent_origins, h.documents DESC, d.deal_id;
