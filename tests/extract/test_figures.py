"""The figures of news prose, phrase by phrase: one table for every clause of the annotation rules.

A line is a sentence, a bar, and what an annotator would write down: `>=` at least, `<=` at most, `~` about,
`20..30` a range, nothing an exact figure; figures are parted by semicolons, "none" means that nothing counts.
"""

import pytest

from tests.extract.reading import quantities


def _number(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")


def shown(text: str) -> str:
    """The figures of a sentence in the notation of the tables."""
    signs = {"at_least": ">=", "at_most": "<=", "about": "~", "exact": ""}
    lines = []
    for value, unit, qualifier in quantities(text):
        amount = (
            f"{_number(value[0])}..{_number(value[1])}"
            if isinstance(value, tuple)
            else signs[qualifier] + _number(value)
        )
        lines.append(f"{amount} {unit}".strip())
    return "; ".join(lines) or "none"


def table(lines: str) -> list:
    rows = [line.split(" | ") for line in lines.strip().splitlines() if line.strip()]
    return [pytest.param(text.strip(), expected.strip(), id=text.strip()[:60]) for text, expected in rows]


NUMERALS = """
The reservoir lost 1,200,000 litres. | 1200000 litre
The reservoir lost 1.5 million litres. | 1500000 litre
The charity fed 10 000 families. | 10000 family
The charity fed 1 250 000 families. | 1250000 family
The scheme covers 12,34,567 farmers. | 1234567 farmer
The scheme covers 2.5 lakh farmers. | 250000 farmer
The loan waiver helped 3 crore farmers. | 30000000 farmer
The plant employs 900 welders. | 900 welder
The plant employs nine hundred welders. | 900 welder
The plant employs twenty-three welders. | 23 welder
The plant employs one hundred and five welders. | 105 welder
The plant employs two thousand five hundred welders. | 2500 welder
The plant employs a hundred and twenty welders. | 120 welder
The plant employs a thousand welders. | 1000 welder
The plant employs twelve hundred welders. | 1200 welder
The plant made 2.3m tonnes last year. | 2300000 tonne
The plant made 2.3mn tonnes last year. | 2300000 tonne
The plant made 40k tonnes last year. | 40000 tonne
The plant made 1.2bn bricks last year. | 1200000000 brick
The plant made half a million bricks. | 500000 brick
The plant made a quarter of a million bricks. | 250000 brick
The plant made one and a half million bricks. | 1500000 brick
The plant made two and a half million bricks. | 2500000 brick
The plant made a million and a half bricks. | 1500000 brick
The wall is three and a half metres high. | 3.5 metre
The hike lasted two and a half hours. | 2.5 hour
The hike lasted 2½ hours. | 2.5 hour
The hike lasted an hour and a half. | 1.5 hour
The hike lasted half an hour. | 0.5 hour
The hike lasted three-quarters of an hour. | 0.75 hour
The trench is a mile and a half long. | 1.5 mile
The trench is half a mile long. | 0.5 mile
The ferry made two and a quarter trips. | 2.25 trip
She bought a dozen eggs. | ~12 egg
She bought half a dozen eggs. | ~6 egg
She bought two dozen eggs. | ~24 egg
She bought three dozen eggs. | ~36 egg
Dozens of sheep drowned. | >=24 sheep
Scores of sheep drowned. | >=40 sheep
Hundreds of sheep drowned. | >=200 sheep
Thousands of sheep drowned. | >=2000 sheep
Tens of thousands of sheep drowned. | >=20000 sheep
Hundreds of thousands of sheep drowned. | >=200000 sheep
Millions of sheep drowned. | >=2000000 sheep
Tens of millions of sheep drowned. | >=20000000 sheep
Several hundred sheep drowned. | >=200 sheep
A few thousand sheep drowned. | >=2000 sheep
Several dozen sheep drowned. | >=24 sheep
The fund lost millions of dollars. | >=2000000 USD
The fund lost billions of euros. | >=2000000000 EUR
The fund lost hundreds of millions of pounds. | >=200000000 GBP
The crew pumped 0.75 litres. | 0.75 litre
The crew pumped .5 litres. | 0.5 litre
Only one letter came. | 1 letter
Zero cases were reported. | 0 case
"""

FRACTIONS = """
A quarter of the voters stayed home. | 25 %
Three quarters of the voters stayed home. | 75 %
Three-quarters of the voters stayed home. | 75 %
Two-thirds of the voters stayed home. | 66.67 %
Two thirds of the voters stayed home. | 66.67 %
About a fifth of the voters stayed home. | ~20 %
Half of the voters stayed home. | 50 %
Half the voters stayed home. | 50 %
Nearly half of the voters stayed home. | ~50 %
More than half of the voters stayed home. | >=50 %
Over a third of the voters stayed home. | >=33.33 %
Just under a third of the voters stayed home. | <=33.33 %
Just over a third of the voters stayed home. | >=33.33 %
Two in five voters stayed home. | 40 %
One in five voters stayed home. | 20 %
One in 20 voters stayed home. | 5 %
Nine in ten voters stayed home. | 90 %
Nearly one in three voters stayed home. | ~33.33 %
One out of every ten voters stayed home. | 10 %
Three out of four voters stayed home. | 75 %
Four-fifths of the voters stayed home. | 80 %
Sales fell by a quarter. | 25 %
Sales fell by more than a tenth. | >=10 %
Prices are a third higher than in May. | 33.33 %
She cut the budget in half. | 50 %
The village lost a twentieth of its homes. | 5 %
The second half began badly. | none
A third man fled the shop. | none
It was their second quarter without growth. | none
The team lost in the quarter-final. | none
She lives in the third house. | none
"""

PERCENT = """
Prices rose 3.4%. | 3.4 %
Prices rose 3.4 %. | 3.4 %
Prices rose 3.4 per cent. | 3.4 %
Prices rose 3.4 percent. | 3.4 %
Prices rose three per cent. | 3 %
Prices rose by almost five percent. | ~5 %
Prices fell 0.2pc. | 0.2 %
The rate rose by two percentage points. | 2 percentage point
The rate rose by 0.5 of a percentage point. | 0.5 percentage point
The rate rose by half a percentage point. | 0.5 percentage point
The rate rose by a quarter of a percentage point. | 0.25 percentage point
The rate rose by 25 basis points. | 25 basis point
The bank made a 50-basis-point cut. | 50 basis point
The mayor holds a 38 per cent stake. | 38 %
The mayor holds a 38% stake. | 38 %
Growth will be between 3 and 4 per cent. | 3..4 %
Growth will be between 3% and 4%. | 3..4 %
Growth will be 3-4%. | 3..4 %
Growth will be 3% to 4%. | 3..4 %
Growth will be 3 to 4 percent. | 3..4 %
Inflation slowed to 9.4% from 10.1%. | 9.4 %; 10.1 %
Inflation rose from 2% to 3%. | 2 %; 3 %
Rents rise 2% a month. | 2 % per month
"""

MONEY = """
The firm paid $1.2bn. | 1200000000 USD
The firm paid $1.2 billion. | 1200000000 USD
The firm paid US$1.2bn. | 1200000000 USD
The firm paid £40m. | 40000000 GBP
The firm paid £40 million. | 40000000 GBP
The firm paid €3,000. | 3000 EUR
The firm paid R$890m. | 890000000 BRL
The firm paid A$5 million. | 5000000 AUD
The firm paid C$5 million. | 5000000 CAD
The firm paid NZ$5 million. | 5000000 NZD
The firm paid HK$5 million. | 5000000 HKD
The firm paid S$5 million. | 5000000 SGD
The firm paid NT$5 million. | 5000000 TWD
The firm paid ₦2.3bn. | 2300000000 NGN
The firm paid ₹500 crore. | 5000000000 INR
The firm paid Rs 2 crore. | 20000000 INR
The firm paid Rs. 5,000. | 5000 INR
The firm paid Rs 1,20,000. | 120000 INR
The firm paid ₺300 million. | 300000000 TRY
The firm paid ₪300 million. | 300000000 ILS
The firm paid ¥300 million. | 300000000 JPY
The firm paid 300 million yen. | 300000000 JPY
The firm paid 1.2bn zlotys. | 1200000000 PLN
The firm paid 88mn zlotys. | 88000000 PLN
The firm paid 14.35 reais. | 14.35 BRL
The firm paid 42 million naira. | 42000000 NGN
The firm paid 1.9 trillion won. | 1900000000000 KRW
The firm paid 40 million hryvnias. | 40000000 UAH
The firm paid 5 million Swiss francs. | 5000000 CHF
The firm paid CHF 5m. | 5000000 CHF
The firm paid EUR 5 million. | 5000000 EUR
The firm paid 5m euros. | 5000000 EUR
The firm paid five euros. | 5 EUR
The firm paid 500,000 dollars. | 500000 USD
The firm paid five million U.S. dollars. | 5000000 USD
The firm paid 5 million Australian dollars. | 5000000 AUD
The firm paid 5 million Canadian dollars. | 5000000 CAD
The firm paid 30 million Swedish crowns. | 30000000 SEK
The firm paid 30 million Czech crowns. | 30000000 CZK
The firm paid 30 million Mexican pesos. | 30000000 MXN
The firm paid 300 rand. | 300 ZAR
The firm paid R450 million. | 450000000 ZAR
The firm paid 900 baht. | 900 THB
The firm paid RM50 million. | 50000000 MYR
The firm paid 200 million rupees. | 200000000 INR
The firm paid 70 billion roubles. | 70000000000 RUB
The firm paid 60 million yuan. | 60000000 CNY
The firm paid 3 million shekels. | 3000000 ILS
The firm paid 8,000 crowns. | 8000 crown
The firm paid 480 million florins. | 480000000 florin
The firm paid 9,000 crowns (€360). | 9000 crown; 360 EUR
The firm paid about 9,000 crowns (€360). | ~9000 crown; ~360 EUR
The firm paid more than ₦3bn ($2m). | >=3000000000 NGN; >=2000000 USD
A litre costs 41 cents. | 0.41 USD
A bun costs 5p. | 0.05 GBP
A bun costs 90 pence. | 0.9 GBP
A stamp costs 70 euro cents. | 0.7 EUR
Shares rose 12 cents to $3.40. | 0.12 USD; 3.4 USD
A pint costs £4.50. | 4.5 GBP
The fund holds half a billion dollars. | 500000000 USD
The fund holds half a million pounds. | 500000 GBP
The fund holds a million dollars. | 1000000 USD
The fund holds $1-2 billion. | 1000000000..2000000000 USD
The fund holds $10m-$12m. | 10000000..12000000 USD
The fund holds £1.1-1.3bn. | 1100000000..1300000000 GBP
The fund holds between $10 million and $12 million. | 10000000..12000000 USD
The fund holds between 300 billion and 340 billion won. | 300000000000..340000000000 KRW
The fund holds between 7.4bn and 7.8bn zlotys. | 7400000000..7800000000 PLN
Revenue slipped to 1.9bn zlotys from 2.3bn. | 1900000000 PLN; 2300000000 PLN
Revenue slipped to $1.9 billion from $2.3 billion. | 1900000000 USD; 2300000000 USD
Profit was $3 million, compared with $2.5 million a year earlier. | 3000000 USD; 2500000 USD
The bag weighs 200 pounds. | 200 pound
Officers seized 40 pounds of cocaine. | 40 pound
He paid a £600 fine. | 600 GBP
He signed a $6.4 billion takeover. | 6400000000 USD
She won a seven-figure sum. | none
"""

AGES = """
A 5-year-old was hurt. | 5 year of age
A five-year-old boy was hurt. | 5 year of age
The 34-year-old welder was hurt. | 34 year of age
Her son is 12 years old. | 12 year of age
Her son, aged 12, was hurt. | 12 year of age
Two brothers aged four and nine were hurt. | 2 brother; 4 year of age; 9 year of age
The children, aged between eight and 15, were hurt. | 8..15 year of age
The pupils are aged 8 to 15. | 8..15 year of age
The pupils are aged from 8 to 15. | 8..15 year of age
The scheme helps people aged 18-24. | 18..24 year of age
The scheme helps 18- to 24-year-olds. | 18..24 year of age
The scheme helps children under five. | <=5 year of age
The scheme helps children under the age of 12. | <=12 year of age
The scheme helps adults over 65. | >=65 year of age
The scheme helps under-fives. | <=5 year of age
The scheme helps over-65s. | >=65 year of age
The scheme helps people aged 65 and over. | >=65 year of age
A woman in her 60s was hurt. | 60..69 year of age
A man in his early thirties was hurt. | 30..39 year of age
Tomas Wilk, 38, was hurt. | 38 year of age
Tomas Wilk (38) was hurt. | 38 year of age
A boy of 13 was hurt. | 13 year of age
He died at the age of 91. | 91 year of age
He died aged 91. | 91 year of age
He died at 91. | 91 year of age
She is 34. | 34 year of age
The youngest of the players is 17. | 17 year of age
He turned 80 in May. | 80 year of age
The boys, 12 and 14, were hurt. | 12 year of age; 14 year of age
The men, aged 19, 22 and 34, were held. | 19 year of age; 22 year of age; 34 year of age
The three-month-old puppy was found. | 3 month of age
The company is 20 years old. | 20 year of age
"""

RATES = """
The crack grows four metres a day. | 4 metre per day
The pump moves 40 litres per minute. | 40 litre per minute
The fee is £30 per household. | 30 GBP per household
The fee is £30 a household. | 30 GBP per household
The firm pays up to $8 a handset. | <=8 USD per handset
The firm earned $1.07 a share. | 1.07 USD per share
The firm earned 880 won a share, less than rivals in Seoul. | 880 KRW per share
Crude fetched $86.40 a barrel. | 86.4 USD per barrel
Cocoa fetched £2,655 a tonne. | 2655 GBP per tonne
Oil costs 41 florins a litre. | 41 florin per litre
She earns £150 a week. | 150 GBP per week
She earns $20 an hour. | 20 USD per hour
She earns $60,000 a year. | 60000 USD per year
The district saw 12 cases per 100,000 people. | 12 case per 100,000 people
The line carries 71,000 passengers a day. | 71000 passenger per day
Passenger numbers fell to 71,000 a day. | 71000 passenger per day
The bus runs three days a week. | 3 day per week
They eat twice a day. | 2 time per day
They eat once a day. | 1 time per day
They eat three times a day. | 3 time per day
The train went at 118 kilometres an hour. | 118 kilometre per hour
The train went at 130km an hour. | 130 km per hour
The train went at 130km/h. | 130 km per hour
The train went at 90mph. | 90 mph
The wells pump 1.2 million barrels per day. | 1200000 barrel per day
The fine is £40 per vehicle per day. | 40 GBP per vehicle per day
The house sold for $1 million a year earlier. | 1000000 USD
Power costs 12 cents per kilowatt-hour. | 0.12 USD per kilowatt-hour
The rise costs families £40 more a week. | 40 GBP per week
The tax is £9 per hotel room. | 9 GBP per hotel room
The levy is €3 per square metre. | 3 EUR per square metre
The car emits 90 grams per kilometre. | 90 gram per kilometre
The grant is £250 for each affected household. | 250 GBP per household
Each household gets a £250 grant. | 250 GBP per household
"""

SCORES = """
Oakley beat Marsh 3-1 on Saturday. | 3 goal; 1 goal
Oakley drew 1-1 with Marsh. | 1 goal; 1 goal
Oakley drew 0-0 with Marsh. | 0 goal; 0 goal
The sides finished level at 2-2. | 2 goal; 2 goal
Oakley won 4-2 on penalties. | 4 penalty; 2 penalty
Corners 7-2; cards 1-3. | 7 corner; 2 corner; 1 card; 3 card
She beat him 3-2 in frames. | 3 frame; 2 frame
They lead the series 3-2. | 3 game; 2 game
Wilk led by two sets to one. | 2 set; 1 set
Oakley trailed 14-21 at the break. | 14 point; 21 point
The odds were 5-1. | none
The jury split 7-5. | 7 vote; 5 vote
Rovers 3-1 Rangers. | 3 goal; 1 goal
Shots 24-6. | 24 shot; 6 shot
Possession 71%-29%. | 71 %; 29 %
She won the final 6-4 7-5. | 6 game; 4 game; 7 game; 5 game
She won the final 6-4, 7-5. | 6 game; 4 game; 7 game; 5 game
The council approved the plan 4-3. | 4 vote; 3 vote
The court ruled 6-3 that the law may stand. | 6 vote; 3 vote
The motion fell by nine votes to four. | 9 vote; 4 vote
The board voted 5-2 to leave. | 5 vote; 2 vote
Teller won by 54% to 46%. | 54 %; 46 %
Teller took the port by 8,214 votes to 7,960. | 8214 vote; 7960 vote
The Bears beat the Kings 101-96. | 101 point; 96 point
"""

TIMES = """
He finished in 2h21m8s. | 8468 second
He finished in 2hr 19min 44sec. | 8384 second
He finished in 2:05:41. | 7541 second
He won the race in 2 hours 5 minutes 41 seconds. | 7541 second
He finished in 3 minutes 51.9 seconds. | 231.9 second
He finished in 3min 51.9sec. | 231.9 second
He finished in 1:43.21. | 103.21 second
He finished in 9.81 seconds. | 9.81 second
He spoke for two hours and ten minutes. | 130 minute
He spoke for an hour and 20 minutes. | 80 minute
He was jailed for four years and two months. | 50 month
He was jailed for a year and two months. | 14 month
The flight takes 2h 10m. | 130 minute
The player is 6ft 2in tall. | 74 inch
The player is six feet two inches tall. | 74 inch
"""

MULTIPLES = """
The bill was three times the estimate. | 3 times
The bill was twice the estimate. | 2 times
The bill was double the estimate. | 2 times
The bill was more than double the estimate. | >=2 times
The bill was more than twice the limit. | >=2 times
The bill was almost three times the estimate. | ~3 times
The wind was twice as strong. | 2 times
The wind was four times stronger than forecast. | 4 times
Cases rose threefold. | 3 times
Cases rose five-fold. | 5 times
There was a tenfold rise in cases. | 10 times
Cases doubled in May. | none
The town halved its debt. | none
She scored twice. | 2 time
She warned us three times. | 3 time
She won the cup four times. | 4 time
"""

MEASURES = """
Gusts reached 148km. | 148 km
Snow lay 20cm deep. | 20 cm
Rain of 30mm fell. | 30 mm
Between 20mm and 30mm of rain fell. | 20..30 mm
The tag weighs 4g. | 4 g
The tag weighs 4 kg. | 4 kg
The plant makes 600MW. | 600 MW
The plant makes 600 megawatts. | 600 megawatt
The quake had a magnitude of 6.1. | 6.1 magnitude
The magnitude 6.1 quake struck at noon. | 6.1 magnitude
A 6.1-magnitude quake struck at noon. | 6.1 magnitude
It was 38C in the shade. | 38 C
It was 38°C in the shade. | 38 °C
It was 38 degrees in the shade. | 38 degree
It was 38 degrees Celsius in the shade. | 38 degree celsius
It was 100F in the shade. | 100 F
The fire burned 40 sq km. | 40 square km
The fire burned 40 square kilometres. | 40 square kilometre
The tower is 90 metres tall. | 90 metre
The tower is 90m tall. | 90 metre
The border is 650m from the camp. | 650 metre
The village lies 650km from the border. | 650 km
The village lies about 60 km from the border. | ~60 km
They live in a five-storey block. | 5 storey
They built a 62-metre mast. | 62 metre
They read a 212-page report. | 212 page
They built a 300-mile road. | 300 mile
"""

UNITS = """
Two Danish patrol boats left. | 2 patrol boat
The county took 212 flood calls. | 212 flood call
Police held 14 former senators. | 14 senator
Police held 14 people. | 14 person
Police held 14 men and three women. | 14 man; 3 woman
Half of our 200 biggest clients left. | 50 %; 200 client
It lost two of its five plants. | 2 plant; 5 plant
It lost 11 of its 19 terminals. | 11 terminal; 19 terminal
All but 11 of the 340 stations closed. | 11 station; 340 station
The fire covers 900 acres, up from 200 on Friday. | 900 acre; 200 acre
The toll rose to 31. | 31 death
The toll rose to 31, up from 12. | 31 death; 12 death
The death toll stands at five. | 5 death
The number of wounded stands at 31. | 31 person
The number of pupils fell to 212. | 212 pupil
The crowd of 4,500 sang. | 4500 person
The attendance was 18,212. | 18212 person
At least 57 are missing. | >=57 person
Six were killed. | 6 person
The shelling killed nine civilians, wounding eleven. | 9 civilian; 11 civilian
When the inspectors came, he took six of them to lunch. | 6 inspector
The agency employs only seven inspectors for 357 dams, down from 19. | 7 inspector; 357 dam; 19 inspector
The club fielded a ten-man side. | 10 man
The line has 16 games left. | 16 game
One person was hurt. | 1 person
Only 10 drones or missiles got through. | 10 drone or missile
The two-day talks ended. | 2 day
He has 48 hours' worth of food. | 48 hour
She owns 14 sheep. | 14 sheep
The zoo has 3 wolves and 2 geese. | 3 wolf; 2 goose
"""

LEFT_OUT = """
Two bombs killed nine villagers and wounded 14. | 2 bomb; 9 villager; 14 villager
The storm flattened nine houses, killing 12. | 9 house; 12 person
The toll rose to 31, with 12 missing. | 31 death; 12 person
Nine miners were rescued and two are still missing. | 9 miner; 2 miner
Twelve were injured. | 12 person
Arrests rose to 14 in May from nine in April. | 14 arrest; 9 arrest
Burglaries fell from 31 to 22. | 31 burglary; 22 burglary
Deaths reached 12. | 12 death
Complaints fell by 30 per cent, to 410. | 30 %; 410 complaint
Enrolment slipped to 3,940. | 3940 student
Membership fell to 212,000. | 212000 member
The herd fell from 900 to 610 cows. | 900 cow; 610 cow
The fleet grew from 12 to 15 ships. | 12 ship; 15 ship
The council closed five schools and plans to shut another three. | 5 school; 3 school
They found four bodies in Lesk and three in Tarn. | 4 body; 3 body
Five people died, three of them guards. | 5 person; 3 person
The town has 14 doctors, down from 22 in 2010. | 14 doctor; 22 doctor
The ministry runs 40 camps for 900 refugees, up from 31 last year. | 40 camp; 900 refugee; 31 camp
Support fell from 52 to 48 per cent. | 52 %; 48 %
A poll put Vane on 41% and Holt on 38. | 41 %; 38 %
Prices rose to 14. | 14
The company has 2,000 employees, of whom 340 work in Lesk. | 2000 employee; 340 employee
The survey of 2,000 adults found that 410 smoke. | 2000 adult; 410 adult
It owns 12 ferries and leases five. | 12 ferry; 5 ferry
Rebels freed 12 hostages and killed two. | 12 hostage; 2 hostage
Some 300,000 fled. | ~300000 person
The bus can hold 52. | 52 person
The 40 on board were safe. | 40 person
The bakery sells 400 loaves, 150 more than last year. | 400 loaf; 150 loaf
Castle have taken two points from a possible 21. | 2 point; 21 point
"""

RANGES = """
Some 10-15 people came. | 10..15 person
Ten to 15 people came. | 10..15 person
Between 10 and 15 people came. | 10..15 person
Between ten and fifteen people came. | 10..15 person
Four or five people came. | 4..5 person
From 10 to 15 people came each night. | 10..15 person
The trial will last two to three weeks. | 2..3 week
The walk is 5 to 10 miles long. | 5..10 mile
Tickets cost £12 to £28. | 12..28 GBP
Tickets cost between £12 and £28. | 12..28 GBP
Tickets range from £12 to £28. | 12..28 GBP
Two to three million bees died. | 2000000..3000000 bee
Two to three dozen bees died. | 24..36 bee
Between 800,000 and 1.2 million bees died. | 800000..1200000 bee
The price rose from £12 to £28. | 12 GBP; 28 GBP
The herd fell from 900 to 610. | 900; 610
The lake is 10km to 15km wide. | 10..15 km
"""

QUALIFIERS = """
More than 40 shops closed. | >=40 shop
Over 40 shops closed. | >=40 shop
Well over 40 shops closed. | >=40 shop
At least 40 shops closed. | >=40 shop
At least another 40 shops closed. | >=40 shop
No fewer than 40 shops closed. | >=40 shop
No less than 40 shops closed. | >=40 shop
Upwards of 40 shops closed. | >=40 shop
In excess of 40 shops closed. | >=40 shop
As few as 40 shops closed. | >=40 shop
Some 40-plus shops closed. | >=40 shop
Forty or more shops closed. | >=40 shop
More than a dozen shops closed. | >=12 shop
Fewer than 40 shops closed. | <=40 shop
Fewer than a dozen shops closed. | <=12 shop
Less than 40 shops closed. | <=40 shop
Under 40 shops closed. | <=40 shop
Up to 40 shops closed. | <=40 shop
As many as 40 shops closed. | <=40 shop
No more than 40 shops closed. | <=40 shop
Not more than 40 shops closed. | <=40 shop
Never more than 40 shops closed. | <=40 shop
At most 40 shops closed. | <=40 shop
A maximum of 40 shops closed. | <=40 shop
About 40 shops closed. | ~40 shop
Some 40 shops closed. | ~40 shop
Nearly 40 shops closed. | ~40 shop
Almost 40 shops closed. | ~40 shop
Roughly 40 shops closed. | ~40 shop
Around 40 shops closed. | ~40 shop
Approximately 40 shops closed. | ~40 shop
An estimated 40 shops closed. | ~40 shop
Barely 40 shops closed. | ~40 shop
Close to 40 shops closed. | ~40 shop
Closer to 40 shops closed. | ~40 shop
In the region of 40 shops closed. | ~40 shop
Forty shops or so closed. | ~40 shop
Some 40-odd shops closed. | ~40 shop
Only 40 shops closed. | 40 shop
Just 40 shops closed. | 40 shop
Exactly 40 shops closed. | 40 shop
All 40 shops closed. | 40 shop
Another 40 shops closed. | 40 shop
A further 40 shops closed. | 40 shop
A total of 40 shops closed. | 40 shop
A record 40 shops closed. | 40 shop
The sum passed $3 million. | >=3000000 USD
The petition has topped 9,000 signatures. | >=9000 signature
Losses exceed $3 million. | >=3000000 USD
Gusts could top 130km an hour. | >=130 km per hour
Losses could hit $3 million. | 3000000 USD
The pilot passed 41 tests. | 41 test
The council passed three laws. | 3 law
Velmar handed over 38 prisoners. | 38 prisoner
The bank took over six rivals. | 6 rival
The rate edged up to 5 per cent. | 5 %
She must pay within 30 days. | <=30 day
She must pay within a week. | <=1 week
She lives within two miles of the dam. | <=2 mile
She found cracks inside two houses. | 2 house
The fund grew over six years. | 6 year
The work took over six years. | >=6 year
The toll is as high as 40. | <=40 death
Deaths fell below 40. | <=40 death
We heard about two brothers. | 2 brother
Pay must be not less than $15. | >=15 USD
"""

NONE = """
The storm came on 3 May 2024. | none
The storm came on May 3. | none
The storm came in 2024. | none
The storm came in the 1990s. | none
The train left at 8.52am. | none
The train left at 14:30. | none
The train left at 5 o'clock. | none
It closed six weeks ago. | none
It closed three days later. | none
It closed two days before the vote. | none
It closed two weeks after the vote. | none
Traffic stood still on Route 38. | none
Traffic stood still at mile 18. | none
Traffic stood still on Interstate 90. | none
The firm sold its Boeing 737 fleet. | none
The firm sold its iPhone 15 stock. | none
The rover followed Apollo 11. | none
The judge cited Article 5 of the treaty. | none
The judge cited section 230. | none
He has type 2 diabetes. | none
It grew into a category 4 hurricane. | none
See page 12. | none
She called 911. | none
The G7 met again. | none
Covid-19 closed the school. | none
An F-16 crashed. | none
One of them waved. | none
No one was there. | none
The two sides met again. | none
Both the two sides met again. | none
One soldier said so. | none
One must be careful. | none
The one in the corner waved. | none
The shop came third in the 21st race. | none
It was the third defeat in a row. | none
It was the 40th time. | none
The Big Four banks met. | none
He finished in the top 10. | none
She works for Radio Five. | none
The prime minister left Number 10. | none
The under-21 side lost. | none
The party works 24/7. | none
"""


@pytest.mark.parametrize(("text", "expected"), table(NUMERALS))
def test_numerals_in_every_notation(text, expected):
    assert shown(text) == expected


@pytest.mark.parametrize(("text", "expected"), table(FRACTIONS))
def test_fractions_of_a_whole_are_percentages(text, expected):
    assert shown(text) == expected


@pytest.mark.parametrize(("text", "expected"), table(PERCENT))
def test_percentages_and_points(text, expected):
    assert shown(text) == expected


@pytest.mark.parametrize(("text", "expected"), table(MONEY))
def test_money_is_an_iso_code_and_its_full_value(text, expected):
    assert shown(text) == expected


@pytest.mark.parametrize(("text", "expected"), table(AGES))
def test_ages(text, expected):
    assert shown(text) == expected


@pytest.mark.parametrize(("text", "expected"), table(RATES))
def test_rates_say_per_what(text, expected):
    assert shown(text) == expected


@pytest.mark.parametrize(("text", "expected"), table(SCORES))
def test_scores_and_votes_are_one_figure_a_side(text, expected):
    assert shown(text) == expected


@pytest.mark.parametrize(("text", "expected"), table(TIMES))
def test_compound_measures_are_in_their_smallest_unit(text, expected):
    assert shown(text) == expected


@pytest.mark.parametrize(("text", "expected"), table(MULTIPLES))
def test_multiples_are_told_from_repetitions(text, expected):
    assert shown(text) == expected


@pytest.mark.parametrize(("text", "expected"), table(MEASURES))
def test_measures(text, expected):
    assert shown(text) == expected


@pytest.mark.parametrize(("text", "expected"), table(UNITS))
def test_the_unit_is_the_noun_that_is_counted_or_left_out(text, expected):
    assert shown(text) == expected


@pytest.mark.parametrize(("text", "expected"), table(LEFT_OUT))
def test_a_left_out_unit_is_restored(text, expected):
    assert shown(text) == expected


@pytest.mark.parametrize(("text", "expected"), table(RANGES))
def test_ranges(text, expected):
    assert shown(text) == expected


@pytest.mark.parametrize(("text", "expected"), table(QUALIFIERS))
def test_the_words_around_a_figure_qualify_it(text, expected):
    assert shown(text) == expected


@pytest.mark.parametrize(("text", "expected"), table(NONE))
def test_names_dates_and_ordinals_are_no_figures(text, expected):
    assert shown(text) == expected
