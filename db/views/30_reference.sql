-- Reference data as it stands. A table whose rows are dated answers as-of questions by that
-- date; of the others (who is who, what is curated) today's rows are given.

CREATE OR REPLACE VIEW companies AS
SELECT * FROM fact.companies;

CREATE OR REPLACE MACRO companies_as_of(ts) AS TABLE
SELECT * FROM fact.companies
WHERE CAST(ts AS TIMESTAMP) IS NOT NULL;

CREATE OR REPLACE VIEW company_aliases AS
SELECT * FROM fact.company_aliases;

CREATE OR REPLACE MACRO company_aliases_as_of(ts) AS TABLE
SELECT * FROM fact.company_aliases
WHERE CAST(ts AS TIMESTAMP) IS NOT NULL;

CREATE OR REPLACE VIEW products AS
SELECT * FROM fact.products;

CREATE OR REPLACE MACRO products_as_of(ts) AS TABLE
SELECT * FROM fact.products
WHERE CAST(ts AS TIMESTAMP) IS NOT NULL;

CREATE OR REPLACE VIEW accelerators AS
SELECT * FROM fact.accelerators;

CREATE OR REPLACE MACRO accelerators_as_of(ts) AS TABLE
SELECT * FROM fact.accelerators
WHERE CAST(ts AS TIMESTAMP) IS NOT NULL;

CREATE OR REPLACE VIEW prices AS
SELECT * FROM fact.prices;

CREATE OR REPLACE MACRO prices_as_of(ts) AS TABLE
SELECT * FROM fact.prices
WHERE known_on <= CAST(ts AS DATE);

CREATE OR REPLACE VIEW stakes AS
SELECT * FROM fact.stakes;

CREATE OR REPLACE MACRO stakes_as_of(ts) AS TABLE
SELECT * FROM fact.stakes
WHERE as_of <= CAST(ts AS DATE);

CREATE OR REPLACE VIEW company_facts AS
SELECT * FROM fact.company_facts;

CREATE OR REPLACE MACRO company_facts_as_of(ts) AS TABLE
SELECT * FROM fact.company_facts
WHERE as_of <= CAST(ts AS DATE);

CREATE OR REPLACE VIEW feeds AS
SELECT * FROM fact.feeds;

CREATE OR REPLACE MACRO feeds_as_of(ts) AS TABLE
SELECT * FROM fact.feeds
WHERE CAST(ts AS TIMESTAMP) IS NOT NULL;

CREATE OR REPLACE VIEW workloads AS
SELECT * FROM fact.workloads;

CREATE OR REPLACE MACRO workloads_as_of(ts) AS TABLE
SELECT * FROM fact.workloads
WHERE CAST(ts AS TIMESTAMP) IS NOT NULL;

CREATE OR REPLACE VIEW watchlists AS
SELECT * FROM fact.watchlists;

CREATE OR REPLACE MACRO watchlists_as_of(ts) AS TABLE
SELECT * FROM fact.watchlists
WHERE CAST(ts AS TIMESTAMP) IS NOT NULL;
