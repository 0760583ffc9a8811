"""Short forms and spellings of given names: Bob is Robert, Manu is Emmanuel. One line a name.

Names that are only cousins in two languages (Jean and John) are not one name here.
"""

from __future__ import annotations

__all__ = ["same_given"]

_TABLE = """
abigail abby abbie gail
abraham abe bram
adrian adrien ade
albert al bert
alexander alex alec sandy sasha alexandre alexandros aleksandr alejandro alessandro lex xander sascha
alexandra alex sandra sasha lexi aleksandra alessandra
alexis alex
alfred al fred alfie alf alfredo
alison ali allison
amanda mandy
andrew andy drew andrei andrey andriy
angela angie
anna anne ann annie anya nan ana
anthony tony antony toni
arthur art artie
barbara barb barbie babs bab
bartholomew bart
vassilis vasilis vasileios basileios vasily
beatrice bea trixie beatrix
benedict ben
benjamin ben benny benji benj
bernard bernie
bertrand bert
bradley brad
brian bryan
cameron cam
caroline carol carrie caro
catherine cathy kate katherine kathy katie kat cat kathryn katharina ekaterina katya kathleen
cedric ced
charles charlie chuck chas
charlotte charlie lottie
christian chris kristian cristian
christina chris tina christine kristina chrissy
christopher chris christophe kit topher christoph
clement clem
konstantinos konstantin kostas costas dinos kostya constantine
cynthia cindy
daniel dan danny daniil
danielle dani
david dave davey davide dawid
deborah deb debbie debra
dennis denis denny
dimitri dmitry dmitri dimitris dima mitya dimitrios
dominic dom dominique nick
donald don donnie
dorothy dot dottie dolly
douglas doug
edward ed eddie ted ned teddy eduardo edouard
eleanor ellie nell nora
elizabeth liz beth lizzie eliza betty elisabeth elise bess libby lisa
emily em emilie
emmanuel manu manuel emanuel manny
eric erik erick rick
eugene gene evgeny evgeni yevgeny zhenya
evangelos vangelis
evelyn eve evie
fernando nando
florence flo
florian flo
frances fran francesca frankie
francis frank fran francisco paco francesco
frederic fred frederick freddy frederik fritz friedrich
gabriel gabe gabi
gabrielle gabby gabi gaby
geoffrey geoff jeff jeffrey jeffery
george georgie georgios yorgos
gerald gerry jerry gerard
gilbert gil
gregory greg gregor grigory grisha
guillaume guigui
gustavo gus gustav
harold harry hal
helen nell
henry harry hank hal
hubert bert
ignacio nacho
isaac ike zac
isabella bella isabelle izzy isabel
ivan vanya
jacob jake
jacqueline jackie
james jim jimmy jamie
jane janie
jennifer jen jenny jenn
jeremy jerry jem
jessica jess jessie
joanna jo joanne joan
john jack johnny jon
johannes hannes hans johan
jonathan jon jonny nathan jonathon
joseph joe joey jose pepe josef
joshua josh
judith judy
julia julie jules
julian jules julien
kenneth ken kenny
kevin kev
kimberly kim
laurence laurie larry lawrence
leonard leo len lenny leonardo
lewis lou louis lew
liubov luba lyuba liuba
louise lou
lucas luke luca lukas
lucy lucie
ludovic ludo
madeleine maddie madeline
magdalena magda lena
malcolm mal
marcus marc mark marco markus
margaret maggie meg peggy marge greta margot rita
maria mary marie masha molly
martin marty
martha marta
matthew matt mat mathieu matthieu matteo mateusz
maximilian max maxime maxim maximilien maksim
melanie mel
melissa mel lissa
michael mike mick mikey mikhail michel mickael misha mitch
michelle shelly
mitchell mitch
nathaniel nate nathan nat
nathan nate
nicholas nick nicolas nico nicky nikolai nikolay niko nikolaos nikos klaus
nicole nikki nicky
oliver ollie olivier oli
pamela pam
patricia pat patty trish tricia
patrick pat paddy
paul pauli
pavel pasha
penelope penny
peter pete
philip phil philippe pip philipp felipe filip phillip
prudence prue
rachel rach
raphael rafael raf rafa
raymond ray
rebecca becky becca
richard rick dick rich ricky richie ricardo
robert rob bob bobby robbie bert robin roberto
roderick rod
rodney rod
rudolf rudy rudolph rodolphe
roger rodger
roland rolly
ronald ron ronnie
rosemary rose rosie
russell russ
salvador sal salvatore
samantha sam sammy
samuel sam sammy
santiago santi
sandra sandy
sarah sara sally
sebastian seb sebastien bastian basti bastien
sergei serge sergey sergio serhii
shaun sean shawn
simon sim
sofia sophie sophia sonia
stanley stan
stanislav stan stas stanislaw
stephanie steph stefanie steffi
stephen steve steven stefan stevie steffen
stylianos stelios
susan sue susie suzanne suzy susanna
sylvester sly
tamara tammy toma
theodore ted theo teddy
theophile theo
theresa terry teresa tess tessa
thomas tom tommy tomas
timothy tim timmy timo timothee timofey
tobias toby tobi
ulrich uli ulli
valentin val valentine
valerie val
veronica ronnie vero veronique
victor vic viktor
victoria vicky tori viktoria vika
vincent vince vinnie
virginia ginny virginie
vladimir vlad volodymyr vova
vladislav vlad
walter walt wally
wilhelm willi willy
william bill will billy liam willy
xavier xavi
yannick yan yann
zachary zach zack zachariah zak
""".strip()

_GROUPS: dict[str, set[int]] = {}
for _number, _line in enumerate(_TABLE.splitlines()):
    for _name in _line.split():
        _GROUPS.setdefault(_name, set()).add(_number)


def groups_of(given: str) -> frozenset[int]:
    """The names that a given name or short form may stand for, by number."""
    return frozenset(_GROUPS.get(given, ()))


def same_given(a: str, b: str) -> bool:
    """Whether two given names may be one person's.

    >>> same_given("bob", "robert"), same_given("bob", "william")
    (True, False)
    """
    return a == b or bool(_GROUPS.get(a, set()) & _GROUPS.get(b, set()))
