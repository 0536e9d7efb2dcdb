-- From which characters of which document was each part of a deal read?
-- Of the deal with the largest amount; put another id into the second line of the query.
WITH chosen AS (
    SELECT deal_id, supplier, buyer, claim_ids FROM live_deals  -- WHERE deal_id = '...'
    ORDER BY headline_usd DESC NULLS LAST, deal_id LIMIT 1
), said AS (
    SELECT u.deal_id, u.supplier, u.buyer, c.*
    FROM (SELECT deal_id, supplier, buyer, unnest(claim_ids) AS claim_id FROM chosen) AS u
    JOIN (SELECT claim_id, document_id, attribution, evidence, known_at FROM deal_claims) AS c
        USING (claim_id)
)
SELECT s.deal_id, s.supplier, s.buyer, s.attribution, o.outlet, o.url, e.slot,
       substr(t.text, e.start + 1, e."end" - e.start) AS words
FROM said AS s
JOIN documents AS o ON o.document_id = s.document_id
JOIN document_text AS t ON t.document_id = s.document_id,
     unnest(s.evidence) AS v(e)
ORDER BY s.deal_id, s.known_at, s.claim_id, e.start, e.slot;
