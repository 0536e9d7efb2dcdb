-- Each live deal with what stands for its present status: the sentence and its link.
CREATE OR REPLACE VIEW deal_quotes AS
SELECT d.deal_id, d.buyer, d.supplier, d.deal_type, d.status, d.status_on,
       c.quote, c.attribution, o.outlet, o.title, o.url, o.published_at
FROM live_deals AS d
LEFT JOIN deal_claims AS c ON c.claim_id = d.lead_claim_id
LEFT JOIN documents AS o ON o.document_id = c.document_id;
