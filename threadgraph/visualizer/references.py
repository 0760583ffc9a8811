"""The works that the measures come from, as a sentence for an appendix and as BibTeX for a paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["REFERENCES", "Reference", "bibtex", "software"]


@dataclass(frozen=True)
class Reference:
    """A published work.

    Attributes
    ----------
    key : str
        Its name in BibTeX.
    authors : str
        "Family, Given and Family, Given".
    year : int
    title : str
    journal : str
        Or the proceedings, or who published it.
    volume, number, pages, doi : str
        Where there are such.
    kind : str
        Of BibTeX: ``article``, ``inproceedings``, ``techreport`` or ``misc``.
    """

    key: str
    authors: str
    year: int
    title: str
    journal: str
    volume: str = ""
    number: str = ""
    pages: str = ""
    doi: str = ""
    kind: str = "article"

    def sentence(self) -> str:
        """As a list of references has it."""
        names = [_short(n) for n in self.authors.split(" and ")]
        who = names[0] if len(names) == 1 else f"{', '.join(names[:-1])}, & {names[-1]}"
        where = f"{self.journal}, {self.volume}" if self.volume else self.journal
        where += f"({self.number})" if self.number else ""
        where += f", {self.pages}" if self.pages else ""
        doi = f" https://doi.org/{self.doi}" if self.doi else ""
        return f"{who} ({self.year}). {self.title}. {where}.{doi}"

    def entry(self) -> str:
        """As BibTeX has it."""
        place = {"inproceedings": "booktitle", "techreport": "institution", "misc": "howpublished"}.get(
            self.kind, "journal"
        )
        fields = {
            "author": self.authors, "title": f"{{{self.title}}}", "year": str(self.year), place: self.journal,
            "volume": self.volume, "number": self.number, "pages": self.pages.replace("-", "--"), "doi": self.doi,
        }  # fmt: skip
        lines = [f"  {name} = {{{_plain(value)}}}," for name, value in fields.items() if value]
        return "\n".join([f"@{self.kind}{{{self.key},", *lines, "}"])


def _short(name: str) -> str:
    """A name with initials: "Bernal, J. L."."""
    family, _, given = name.partition(", ")
    return f"{family}, {' '.join(f'{g[0]}.' for g in given.split())}"


def _plain(value: str) -> str:
    return value.replace("&", r"\&")


#: By the short name that definitions use.
REFERENCES: dict[str, Reference] = {
    "Arpan & Roskos-Ewoldsen 2005": Reference("arpan2005", "Arpan, Laura M. and Roskos-Ewoldsen, David R.", 2005, "Stealing thunder: Analysis of the effects of proactive disclosure of crisis information", "Public Relations Review", "31", "3", "425-433", "10.1016/j.pubrev.2005.05.003"),
    "Bernal et al. 2017": Reference("bernal2017", "Bernal, James Lopez and Cummins, Steven and Gasparrini, Antonio", 2017, "Interrupted time series regression for the evaluation of public health interventions: a tutorial", "International Journal of Epidemiology", "46", "1", "348-355", "10.1093/ije/dyw098"),
    "Besag & Clifford 1989": Reference("besag1989", "Besag, Julian and Clifford, Peter", 1989, "Generalized Monte Carlo significance tests", "Biometrika", "76", "4", "633-642", "10.1093/biomet/76.4.633"),
    "Brookmeyer & Crowley 1982": Reference("brookmeyer1982", "Brookmeyer, Ron and Crowley, John", 1982, "A confidence interval for the median survival time", "Biometrics", "38", "1", "29-41", "10.2307/2530286"),
    "Cameron et al. 2008": Reference("cameron2008", "Cameron, A. Colin and Gelbach, Jonah B. and Miller, Douglas L.", 2008, "Bootstrap-based improvements for inference with clustered errors", "Review of Economics and Statistics", "90", "3", "414-427", "10.1162/rest.90.3.414"),
    "Coombs 2007": Reference("coombs2007", "Coombs, W. Timothy", 2007, "Protecting organization reputations during a crisis: The development and application of situational crisis communication theory", "Corporate Reputation Review", "10", "3", "163-176", "10.1057/palgrave.crr.1550049"),
    "De Smedt & Daelemans 2012": Reference("desmedt2012", "De Smedt, Tom and Daelemans, Walter", 2012, "Pattern for Python", "Journal of Machine Learning Research", "13", "", "2063-2067"),
    "DeVerna et al. 2024": Reference("deverna2024", "DeVerna, Matthew R. and Pierri, Francesco and Aiyappa, Rachith and Pacheco, Diogo and Bryden, John and Menczer, Filippo", 2024, "Information diffusion assumptions can distort our understanding of social network dynamics", "arXiv:2410.21554", doi="10.48550/arXiv.2410.21554", kind="misc"),
    "Goel et al. 2016": Reference("goel2016", "Goel, Sharad and Anderson, Ashton and Hofman, Jake and Watts, Duncan J.", 2016, "The structural virality of online diffusion", "Management Science", "62", "1", "180-196", "10.1287/mnsc.2015.2158"),
    "Hutto & Gilbert 2014": Reference("hutto2014", "Hutto, C. J. and Gilbert, Eric", 2014, "VADER: A parsimonious rule-based model for sentiment analysis of social media text", "Proceedings of the International AAAI Conference on Web and Social Media", "8", "1", "216-225", "10.1609/icwsm.v8i1.14550", "inproceedings"),
    "Juul & Ugander 2021": Reference("juul2021", "Juul, Jonas L. and Ugander, Johan", 2021, "Comparing information diffusion mechanisms by matching on cascade size", "Proceedings of the National Academy of Sciences", "118", "46", "e2100786118", "10.1073/pnas.2100786118"),
    "Kaplan & Meier 1958": Reference("kaplan1958", "Kaplan, E. L. and Meier, Paul", 1958, "Nonparametric estimation from incomplete observations", "Journal of the American Statistical Association", "53", "282", "457-481", "10.1080/01621459.1958.10501452"),
    "Krippendorff 2011": Reference("krippendorff2011", "Krippendorff, Klaus", 2011, "Computing Krippendorff's alpha-reliability", "University of Pennsylvania, Annenberg School for Communication", kind="techreport"),
    "Mantel & Haenszel 1959": Reference("mantel1959", "Mantel, Nathan and Haenszel, William", 1959, "Statistical aspects of the analysis of data from retrospective studies of disease", "Journal of the National Cancer Institute", "22", "4", "719-748", "10.1093/jnci/22.4.719"),
    "Vosoughi et al. 2018": Reference("vosoughi2018", "Vosoughi, Soroush and Roy, Deb and Aral, Sinan", 2018, "The spread of true and false news online", "Science", "359", "6380", "1146-1151", "10.1126/science.aap9559"),
    "Wagner et al. 2002": Reference("wagner2002", "Wagner, A. K. and Soumerai, S. B. and Zhang, F. and Ross-Degnan, D.", 2002, "Segmented regression analysis of interrupted time series studies in medication use research", "Journal of Clinical Pharmacy and Therapeutics", "27", "4", "299-309", "10.1046/j.1365-2710.2002.00430.x"),
    "Wilson 1927": Reference("wilson1927", "Wilson, Edwin B.", 1927, "Probable inference, the law of succession, and statistical inference", "Journal of the American Statistical Association", "22", "158", "209-212", "10.1080/01621459.1927.10502953"),
}  # fmt: skip


def software(release: str) -> str:
    """The BibTeX entry of threadgraph itself."""
    return "\n".join(
        [
            "@software{threadgraph,",
            "  author = {{The threadgraph authors}},",
            "  title = {threadgraph: how news and replies spread through comment threads},",
            f"  version = {{{release}}},",
            "}",
        ]
    )


def bibtex(names: Iterable[str], release: str) -> str:
    """A file of BibTeX with some works, and the software that made the figures.

    Parameters
    ----------
    names : iterable of str
        Keys of `REFERENCES`.
    release : str
        The version of threadgraph.

    Returns
    -------
    str

    Examples
    --------
    >>> print(bibtex(["Wilson 1927"], "1.0").splitlines()[0])
    @article{wilson1927,
    """
    return "\n\n".join([*(REFERENCES[n].entry() for n in sorted(set(names))), software(release)]) + "\n"
