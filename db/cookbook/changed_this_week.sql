-- What has changed in the seven days before the file was published?
SELECT h.known_at, d.supplier, d.buyer, d.deal_type, h.field, h.before, h.after, h.true_on,
       c.attribution AS says, d.deal_id
FROM deal_history AS h
JOIN live_deals AS d USING (deal_id)
LEFT JOIN deal_claims AS c ON c.claim_id = h.claim_id, meta AS m
WHERE h.known_at > m.known_through - INTERVAL 7 DAY
ORDER BY h.known_at DESC, d.deal_id, h.field;
