-- Which steps has each relationship taken, when were they true, and when did we know?
SELECT d.supplier, d.buyer, d.deal_type, h.before, h.after, h.true_on, h.known_at,
       c.attribution AS says, d.deal_id
FROM deal_history AS h
JOIN live_deals AS d USING (deal_id)
LEFT JOIN deal_claims AS c ON c.claim_id = h.claim_id
WHERE h.field = 'status'
ORDER BY d.supplier, d.buyer, d.deal_id, h.known_at;
