-- Parts of an amount, what belongs together, which deal each claim is of, what people correct.

ALTER TABLE fact.deals ADD COLUMN firm_amount DECIMAL(24, 2);
ALTER TABLE fact.deals ADD COLUMN optional_amount DECIMAL(24, 2);
ALTER TABLE fact.deals ADD COLUMN contingent_amount DECIMAL(24, 2);
ALTER TABLE fact.deals ADD COLUMN programme_id VARCHAR;
ALTER TABLE fact.deals ADD COLUMN overlaps_with VARCHAR[] DEFAULT [];

CREATE TABLE fact.placements (
    claim_id VARCHAR NOT NULL,
    deal_id VARCHAR NOT NULL,
    rules VARCHAR NOT NULL,
    known_at TIMESTAMP NOT NULL,
    seq BIGINT NOT NULL
);

CREATE TABLE fact.corrections (
    correction_id VARCHAR NOT NULL,
    act VARCHAR NOT NULL,
    deal_id VARCHAR NOT NULL,
    claim_ids VARCHAR[] NOT NULL,
    other_ids VARCHAR[] NOT NULL,
    fields VARCHAR[] NOT NULL,
    why VARCHAR NOT NULL,
    who VARCHAR NOT NULL,
    number BIGINT NOT NULL,
    known_at TIMESTAMP NOT NULL,
    seq BIGINT NOT NULL
);
