"""The second wall of firms: a bank's client is the bank's; a president reads her own firm."""

from institutions.second_wall import COMPANY, OWN_COMPANY, OWN_INSTITUTION, SHOWN, USER, Rows, wall

OF_BANK = Rows(OWN_INSTITUTION, OWN_INSTITUTION)

wall("companies_company", bank=OF_BANK, president=Rows(f"id = {COMPANY}"))
wall("companies_hearing", bank=OF_BANK, president=Rows(OWN_COMPANY))
wall("companies_issue", bank=OF_BANK, president=Rows(OWN_COMPANY))
wall("companies_issuebrief", bank=OF_BANK)
wall("companies_briefreview", bank=OF_BANK)
# Written once: nobody changes what stood there.
wall("companies_hearingversion", bank=Rows(OWN_INSTITUTION, OWN_INSTITUTION, ("INSERT", "DELETE")))
# Said in confidence to the branch: its head office and the firm itself read the hearing, not this.
OF_BRANCH = f"{OWN_INSTITUTION} AND (SELECT role FROM institutions_user WHERE id = {USER}) = 'branch'"
wall("companies_hearingnote", bank=Rows(OF_BRANCH, OF_BRANCH))
wall("companies_presidentlink", bank=OF_BANK, gate=Rows(SHOWN, SHOWN, ("UPDATE",)))
