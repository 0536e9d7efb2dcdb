-- What have analysts corrected, when, and why?
SELECT c.known_at, c.who, c.act, c.fields, c.why, d.supplier, d.buyer, c.deal_id
FROM corrections AS c
LEFT JOIN deals AS d USING (deal_id)
ORDER BY c.known_at, c.number, c.correction_id;
