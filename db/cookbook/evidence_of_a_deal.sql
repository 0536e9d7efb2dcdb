-- From which characters of which document was each part of a deal read?
-- Add WHERE d.deal_id = '...' for one deal.
SELECT d.deal_id, d.supplier, d.buyer, c.attribution, o.outlet, o.url, e.slot,
       substr(t.text, e.start + 1, e."end" - e.start) AS words
FROM live_deals AS d, unnest(d.claim_ids) AS u(claim_id)
JOIN deal_claims AS c ON c.claim_id = u.claim_id
JOIN documents AS o ON o.document_id = c.document_id
JOIN document_text AS t ON t.document_id = c.document_id,
     unnest(c.evidence) AS v(e)
ORDER BY d.deal_id, c.known_at, c.claim_id, e.start, e.slot;
