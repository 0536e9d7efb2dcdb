-- What share of newly committed dollars does each silicon supplier have, by window?
SELECT window_days, supplier_id, round(share, 3) AS share, round(share_low, 3) AS share_low,
       round(share_high, 3) AS share_high, round(share - before_share, 3) AS change,
       headline_usd, expected_usd, len(deal_ids) AS deals, known_at
FROM supplier_shares
ORDER BY window_days, share DESC, supplier_id;
