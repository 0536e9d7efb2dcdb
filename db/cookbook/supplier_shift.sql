-- How has each silicon supplier's share of newly committed dollars moved, step by step?
-- `caused_by` names the deal; the window ends at `known_at`.
SELECT s.window_days, s.supplier_id, s.known_at, round(s.before_share, 3) AS before_share,
       round(s.share, 3) AS share, round(s.share - s.before_share, 3) AS change,
       d.supplier AS deal_supplier, d.buyer AS deal_buyer, s.caused_by
FROM supplier_share_history AS s
LEFT JOIN deals AS d ON d.deal_id = s.caused_by
ORDER BY s.window_days, s.known_at, s.supplier_id, s.share_id;
