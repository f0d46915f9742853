"""Every route, the permission its view names, and who is let in: a table to be read aloud.

Columns: Worker, Supervisor, Counsellor; officers of Police, Justice and Other agencies, coordinator (K) of a
province; Manager, Data-protection officer, Administrator. ``+`` opens it (for what is one's own
facility's), ``.`` gets the same page as for an address that does not exist. Whoever has not signed in
is sent to the sign-in page, except where it says ``public``.
"""

from dataclasses import dataclass

from tests.factories.world import ROLES

TABLE = """
                                                                                        W S C P J O K M D A
GET  /                                                             signed in            + + + + + + + + + +
GET  /account                                                      signed in            + + + + + + + + + +
GET  /account/password                                             signed in            + + + + + + + + + +
POST /account/password                                             signed in            + + + + + + + + + +
POST /account/sign-out-everywhere                                  signed in            + + + + + + + + + +
GET  /account/numbers                                              signed in            + + + + + + + + + +
POST /account/numbers                                              signed in            + + + + + + + + + +
POST /still-here                                                   signed in            + + + + + + + + + +
GET  /accounts/                                                    account:list         . . . . . . . . . +
GET  /accounts/new                                                 account:create       . . . . . . . . . +
POST /accounts/new                                                 account:create       . . . . . . . . . +
GET  /accounts/<uuid:user_id>                                      account:list         . . . . . . . . . +
POST /accounts/<uuid:user_id>/reset                                account:reset        . . . . . . . . . +
POST /accounts/<uuid:user_id>/disable                              account:disable      . . . . . . . . . +
POST /accounts/<uuid:user_id>/enable                               account:disable      . . . . . . . . . +
GET  /accounts/<uuid:user_id>/numbers                              account:create       . . . . . . . . . +
POST /accounts/<uuid:user_id>/numbers                              account:create       . . . . . . . . . +
GET  /oversight/notices                                            notice:read          . . . . . . . . + .
POST /oversight/notices/<uuid:notice_id>/settle                    notice:settle        . . . . . . . . + .
GET  /oversight/conflicts                                          conflict:read        . . . . . . . . + .
POST /oversight/conflicts/<uuid:conflict_id>/dismiss               conflict:dismiss     . . . . . . . . + .
GET  /log/                                                         audit:read           . . . . . . . . + .
POST /log/verify                                                   audit:verify         . . . . . . . . + .
GET  /facilities/                                                  provider:list        + + + . . . + . . +
GET  /facilities/new                                               provider:edit        . + . . . . + . . +
POST /facilities/new                                               provider:edit        . + . . . . + . . +
GET  /facilities/<uuid:provider_id>                                provider:list        + + + . . . + . . +
GET  /facilities/<uuid:provider_id>/edit                           provider:edit        . + . . . . + . . +
POST /facilities/<uuid:provider_id>/edit                           provider:edit        . + . . . . + . . +
GET  /facilities/<uuid:provider_id>/activities/new                 activity:record      + + . . . . . . . .
POST /facilities/<uuid:provider_id>/activities/new                 activity:record      + + . . . . . . . .
GET  /facilities/<uuid:provider_id>/activities/<uuid:activity_id>  activity:record      + + . . . . . . . .
POST /facilities/<uuid:provider_id>/activities/<uuid:activity_id>  activity:record      + + . . . . . . . .
GET  /work                                                         work:list            + + . + + + + + . .
GET  /work/team                                                    work:list            + + . + + + + + . .
GET  /work/reminders                                               reminder:set         + + . + + + + + . .
POST /work/reminders                                               reminder:set         + + . + + + + + . .
POST /work/reminders/stop                                          reminder:set         + + . + + + + + . .
POST /work/reminders/calendar                                      reminder:set         + + . + + + + + . .
POST /work/reminders/calendar/stop                                 reminder:set         + + . + + + + + . .
GET  /calendar/<token>.ics                                         public               + + + + + + + + + +
GET  /duty/                                                        duty:list            + + . . . . + . . +
GET  /duty/asked                                                   duty:list            + + . . . . + . . +
GET  /duty/new                                                     duty:edit            . . . . . . + . . +
POST /duty/new                                                     duty:edit            . . . . . . + . . +
GET  /duty/<uuid:duty_id>/edit                                     duty:edit            . . . . . . + . . +
POST /duty/<uuid:duty_id>/edit                                     duty:edit            . . . . . . + . . +
POST /duty/<uuid:duty_id>/remove                                   duty:edit            . . . . . . + . . +
GET  /search                                                       person:search        + + + . . . . . . .
POST /search                                                       person:search        + + + . . . . . . .
GET  /cases                                                        case:list            + + . . . . . . . .
GET  /cases/new                                                    case:open            + + . . . . . . . .
GET  /cases/drafts                                                 case:open            + + . . . . . . . .
GET  /cases/drafts/<uuid:draft_id>                                 case:open            + + . . . . . . . .
POST /cases/drafts/<uuid:draft_id>                                 case:open            + + . . . . . . . .
POST /cases/drafts/<uuid:draft_id>/save                            case:open            + + . . . . . . . .
GET  /cases/drafts/<uuid:draft_id>/check                           case:open            + + . . . . . . . .
POST /cases/drafts/<uuid:draft_id>/check                           case:open            + + . . . . . . . .
GET  /cases/<reference>                                            case:read            + + . . . . . . . .
GET  /cases/<reference>/edit                                       case:edit            + + . . . . . . . .
POST /cases/<reference>/edit                                       case:edit            + + . . . . . . . .
GET  /cases/<reference>/move                                       case:move            + + . . . . . . . .
POST /cases/<reference>/move                                       case:move            + + . . . . . . . .
GET  /cases/<reference>/assign                                     case:assign          . + . . . . . . . .
POST /cases/<reference>/assign                                     case:assign          . + . . . . . . . .
GET  /cases/<reference>/survivor                                   person:edit          + + . . . . . . . .
POST /cases/<reference>/survivor                                   person:edit          + + . . . . . . . .
GET  /cases/<reference>/history                                    case:read            + + . . . . . . . .
GET  /cases/<reference>/notes                                      case:read            + + . . . . . . . .
GET  /cases/<reference>/notes/new                                  case:note            + + . . . . . . . .
POST /cases/<reference>/notes/new                                  case:note            + + . . . . . . . .
GET  /cases/<reference>/notes/<uuid:note_id>                       case:note            + + . . . . . . . .
POST /cases/<reference>/notes/<uuid:note_id>                       case:note            + + . . . . . . . .
GET  /cases/<reference>/incidents                                  case:read            + + . . . . . . . .
GET  /cases/<reference>/incidents/new                              incident:record      + + . . . . . . . .
POST /cases/<reference>/incidents/new                              incident:record      + + . . . . . . . .
GET  /cases/<reference>/incidents/<uuid:incident_id>               incident:edit        + + . . . . . . . .
POST /cases/<reference>/incidents/<uuid:incident_id>               incident:edit        + + . . . . . . . .
GET  /cases/<reference>/services/                                  case:read            + + . . . . . . . .
GET  /cases/<reference>/services/new                               service:record       + + . . . . . . . .
POST /cases/<reference>/services/new                               service:record       + + . . . . . . . .
GET  /cases/<reference>/services/<uuid:service_id>                 service:edit         + + . . . . . . . .
POST /cases/<reference>/services/<uuid:service_id>                 service:edit         + + . . . . . . . .
GET  /cases/<reference>/consent                                    case:read            + + . . . . . . . .
GET  /cases/<reference>/consent/new                                consent:record       + + . . . . . . . .
POST /cases/<reference>/consent/new                                consent:record       + + . . . . . . . .
GET  /cases/<reference>/consent/<uuid:consent_id>/withdraw         consent:withdraw     + + . . . . . . . .
POST /cases/<reference>/consent/<uuid:consent_id>/withdraw         consent:withdraw     + + . . . . . . . .
GET  /cases/<reference>/consent/slip                               case:read            + + . . . . . . . .
GET  /cases/<reference>/safe-contact                               safety:record        + + . . . . . . . .
POST /cases/<reference>/safe-contact                               safety:record        + + . . . . . . . .
POST /cases/<reference>/number                                     case:read            + + . . . . . . . .
GET  /cases/<reference>/people                                     case:read            + + . . . . . . . .
GET  /cases/<reference>/programme                                  programme:read       + + . . . . . . . .
POST /cases/<reference>/programme                                  programme:read       + + . . . . . . . .
GET  /cases/<reference>/people/new                                 perpetrator:link     + + . . . . . . . .
POST /cases/<reference>/people/new                                 perpetrator:link     + + . . . . . . . .
POST /cases/<reference>/people/link                                perpetrator:link     + + . . . . . . . .
GET  /cases/<reference>/relatives/new                              relative:record      + + . . . . . . . .
POST /cases/<reference>/relatives/new                              relative:record      + + . . . . . . . .
GET  /cases/<reference>/relatives/<uuid:relative_id>               relative:record      + + . . . . . . . .
POST /cases/<reference>/relatives/<uuid:relative_id>               relative:record      + + . . . . . . . .
GET  /cases/<reference>/risk                                       risk:assess          + + . . . . . . . .
POST /cases/<reference>/risk                                       risk:assess          + + . . . . . . . .
GET  /cases/<reference>/risk/form                                  risk:assess          + + . . . . . . . .
POST /cases/<reference>/risk/form                                  risk:assess          + + . . . . . . . .
GET  /cases/<reference>/risk/event                                 risk:assess          + + . . . . . . . .
POST /cases/<reference>/risk/event                                 risk:assess          + + . . . . . . . .
GET  /cases/<reference>/risk/<uuid:risk_id>                        risk:confirm         . + . . . . . . . .
POST /cases/<reference>/risk/<uuid:risk_id>                        risk:confirm         . + . . . . . . . .
GET  /cases/<reference>/orders                                     case:read            + + . . . . . . . .
GET  /cases/<reference>/orders/new                                 order:request        + + . . . . . . . .
POST /cases/<reference>/orders/new                                 order:request        + + . . . . . . . .
GET  /cases/<reference>/orders/<uuid:order_id>                     case:read            + + . . . . . . . .
GET  /cases/<reference>/orders/<uuid:order_id>/decision            order:decide         + + . . . . . . . .
POST /cases/<reference>/orders/<uuid:order_id>/decision            order:decide         + + . . . . . . . .
GET  /cases/<reference>/orders/<uuid:order_id>/sent                order:follow         + + . . . . . . . .
POST /cases/<reference>/orders/<uuid:order_id>/sent                order:follow         + + . . . . . . . .
GET  /cases/<reference>/orders/<uuid:order_id>/contacts/new        order:follow         + + . . . . . . . .
POST /cases/<reference>/orders/<uuid:order_id>/contacts/new        order:follow         + + . . . . . . . .
GET  /cases/<reference>/orders/<uuid:order_id>/contacts/<uuid:contact_id>/paper order:follow         + + . . . . . . . .
GET  /cases/<reference>/orders/<uuid:order_id>/paper               order:request        + + . . . . . . . .
GET  /cases/<reference>/orders/<uuid:order_id>/breaches/new        order:follow         + + . . . . . . . .
POST /cases/<reference>/orders/<uuid:order_id>/breaches/new        order:follow         + + . . . . . . . .
GET  /cases/<reference>/orders/<uuid:order_id>/cancel              order:request        + + . . . . . . . .
POST /cases/<reference>/orders/<uuid:order_id>/cancel              order:request        + + . . . . . . . .
GET  /cases/<reference>/orders/<uuid:order_id>/cancellation        order:decide         + + . . . . . . . .
POST /cases/<reference>/orders/<uuid:order_id>/cancellation        order:decide         + + . . . . . . . .
GET  /cases/<reference>/referrals                                  case:read            + + . . . . . . . .
GET  /cases/<reference>/referrals/new                              referral:send        + + . . . . . . . .
GET  /cases/<reference>/referrals/drafts/<uuid:draft_id>           referral:send        + + . . . . . . . .
GET  /cases/<reference>/referrals/drafts/<uuid:draft_id>/<step>    referral:send        + + . . . . . . . .
POST /cases/<reference>/referrals/drafts/<uuid:draft_id>/<step>    referral:send        + + . . . . . . . .
POST /cases/<reference>/referrals/drafts/<uuid:draft_id>/<step>/save referral:send       + + . . . . . . . .
POST /cases/<reference>/referrals/drafts/<uuid:draft_id>/discard   referral:send        + + . . . . . . . .
GET  /cases/<reference>/referrals/<sent>                           referral:track       + + . . . . . . . .
GET  /cases/<reference>/referrals/<sent>/letter                    referral:letter      + + . . . . . . . .
POST /cases/<reference>/referrals/<sent>/letter                    referral:letter      + + . . . . . . . .
GET  /cases/<reference>/referrals/<sent>/reply                     referral:letter      + + . . . . . . . .
POST /cases/<reference>/referrals/<sent>/reply                     referral:letter      + + . . . . . . . .
GET  /acknowledge/<token>                                      public               + + + + + + + + + +
POST /acknowledge/<token>                                      public               + + + + + + + + + +
GET  /referrals                                                    referral:inbox       + + . . . . . . . .
GET  /referrals/funnel                                             referral:funnel      . + . . . . . . . .
GET  /referrals/<reference>                                        referral:read        + + . . . . . . . .
GET  /referrals/<reference>/person                                 referral:read        + + . . . . . . . .
POST /referrals/<reference>/person                                 referral:read        + + . . . . . . . .
GET  /referrals/<reference>/accept                                 referral:decide      + + . . . . . . . .
POST /referrals/<reference>/accept                                 referral:decide      + + . . . . . . . .
GET  /referrals/<reference>/case                                   referral:decide      + + . . . . . . . .
POST /referrals/<reference>/case                                   referral:decide      + + . . . . . . . .
GET  /referrals/<reference>/decline                                referral:decide      + + . . . . . . . .
POST /referrals/<reference>/decline                                referral:decide      + + . . . . . . . .
GET  /referrals/<reference>/redirect                               referral:decide      + + . . . . . . . .
POST /referrals/<reference>/redirect                               referral:decide      + + . . . . . . . .
GET  /referrals/<reference>/ask                                    referral:decide      + + . . . . . . . .
POST /referrals/<reference>/ask                                    referral:decide      + + . . . . . . . .
GET  /referrals/<reference>/contact                                referral:contact     + + . . . . . . . .
POST /referrals/<reference>/contact                                referral:contact     + + . . . . . . . .
GET  /referrals/<reference>/steps/<step>                           referral:contact     + + . . . . . . . .
POST /referrals/<reference>/steps/<step>                           referral:contact     + + . . . . . . . .
GET  /refer/                                                       referral:begin       . . . + + + . . . .
GET  /refer/new                                                    referral:begin       . . . + + + . . . .
GET  /refer/<uuid:draft_id>/<step>                                 referral:begin       . . . + + + . . . .
POST /refer/<uuid:draft_id>/<step>                                 referral:begin       . . . + + + . . . .
POST /refer/<uuid:draft_id>/<step>/save                            referral:begin       . . . + + + . . . .
GET  /refer/<uuid:draft_id>/check                                  referral:begin       . . . + + + . . . .
POST /refer/<uuid:draft_id>/check                                  referral:begin       . . . + + + . . . .
GET  /refer/sent/                                                  referral:track       + + . + + + . . . .
GET  /refer/sent/<reference>                                       referral:track       + + . + + + . . . .
GET  /refer/sent/<reference>/receipt                               referral:track       + + . + + + . . . .
GET  /refer/sent/<reference>/answer                                referral:answer      + + . + + + . . . .
POST /refer/sent/<reference>/answer                                referral:answer      + + . + + + . . . .
GET  /refer/sent/<reference>/countersign                           referral:countersign  + + . + + + . . . .
POST /refer/sent/<reference>/countersign                           referral:countersign  + + . + + + . . . .
GET  /refer/sent/<reference>/revoke                                referral:revoke      + + . + + + . . . .
POST /refer/sent/<reference>/revoke                                referral:revoke      + + . + + + . . . .
GET  /perpetrators                                                 perpetrator:list     . . + . . . . . . .
GET  /perpetrators/<reference>                                     perpetrator:read     + + + . . . . . . .
GET  /perpetrators/<reference>/edit                                perpetrator:edit     . . + . . . . . . .
POST /perpetrators/<reference>/edit                                perpetrator:edit     . . + . . . . . . .
GET  /perpetrators/<reference>/cases/<uuid:link_id>/liability      liability:record     + + + . . . . . . .
POST /perpetrators/<reference>/cases/<uuid:link_id>/liability      liability:record     + + + . . . . . . .
GET  /perpetrators/<reference>/liability/<uuid:liability_id>       liability:record     + + + . . . . . . .
POST /perpetrators/<reference>/liability/<uuid:liability_id>       liability:record     + + + . . . . . . .
GET  /perpetrators/<reference>/cases/<uuid:link_id>/sessions       counselling:record   . . + . . . . . . .
POST /perpetrators/<reference>/cases/<uuid:link_id>/sessions       counselling:record   . . + . . . . . . .
GET  /perpetrators/<reference>/sessions/<uuid:session_id>          counselling:record   . . + . . . . . . .
POST /perpetrators/<reference>/sessions/<uuid:session_id>          counselling:record   . . + . . . . . . .
GET  /perpetrators/<reference>/programme                           programme:report     . . + . . . . . . .
POST /perpetrators/<reference>/programme                           programme:report     . . + . . . . . . .
POST /perpetrators/<reference>/programme/<uuid:report_id>/take-back programme:report     . . + . . . . . . .
GET  /dashboard                                                    indicators:read      . + . . . . . + . .
GET  /dashboard/provinces                                          indicators:read      . + . . . . . + . .
GET  /dashboard/tables                                             indicators:read      . + . . . . . + . .
GET  /dashboard/definitions                                        indicators:read      . + . . . . . + . .
GET  /releases                                                     release:list         . . . . . . . + + .
GET  /releases/new                                                 release:propose      . . . . . . . + . .
POST /releases/new                                                 release:propose      . . . . . . . + . .
GET  /releases/<uuid:release_id>                                   release:list         . . . . . . . + + .
GET  /releases/<uuid:release_id>/tables/<code>                     release:list         . . . . . . . + + .
POST /releases/<uuid:release_id>/approve                           release:approve      . . . . . . . + . .
POST /releases/<uuid:release_id>/refuse                            release:approve      . . . . . . . + . .
GET  /released                                                     release:verify       . . . . . . . . + .
POST /released/verify                                              release:verify       . . . . . . . . + .
GET  /api/v1/openapi.json                                          public               + + + + + + + + + +
GET  /api/v1/indicators                                            token figures:read   . . . . . . . . . .
GET  /api/v1/releases                                              token releases:read  . . . . . . . . . .
GET  /api/v1/releases/<code>                                       token releases:read  . . . . . . . . . .
GET  /api/v1/releases/<code>/tables/<table>                        token releases:read  . . . . . . . . . .
GET  /tokens                                                       token:list           . . . . . . . . . +
GET  /tokens/new                                                   token:create         . . . . . . . . . +
POST /tokens/new                                                   token:create         . . . . . . . . . +
POST /tokens/<uuid:token_id>/revoke                                token:revoke         . . . . . . . . . +
GET  /exports                                                      figures:export       . . . . . . . + . .
GET  /exports/<code>/<form>                                        figures:export       . . . . . . . + . .
GET  /exports/<code>/<form>/file                                   figures:export       . . . . . . . + . .
GET  /lines                                                        line:list            . + . . . . . . + .
GET  /lines/new                                                    line:request         . + . . . . . . . .
POST /lines/new                                                    line:request         . + . . . . . . . .
GET  /lines/<uuid:line_id>                                         line:list            . + . . . . . . + .
POST /lines/<uuid:line_id>/agree                                   line:approve         . + . . . . . . + .
POST /lines/<uuid:line_id>/decline                                 line:approve         . + . . . . . . + .
POST /lines/<uuid:line_id>/file                                    line:request         . + . . . . . . . .
GET  /reports                                                      report:list          . . . . . . . + . .
POST /reports/<int:year>/<plan>/<report>/begin                     report:write         . . . . . . . + . .
GET  /reports/new                                                  report:write         . . . . . . . + . .
POST /reports/new                                                  report:write         . . . . . . . + . .
GET  /reports/<uuid:report_id>                                     report:list          . . . . . . . + . .
GET  /reports/<uuid:report_id>/text                                report:write         . . . . . . . + . .
POST /reports/<uuid:report_id>/text                                report:write         . . . . . . . + . .
POST /reports/<uuid:report_id>/submit                              report:submit        . . . . . . . + . .
POST /reports/<uuid:report_id>/accept                              report:decide        . . . . . . . + . .
POST /reports/<uuid:report_id>/return                              report:decide        . . . . . . . + . .
GET  /documents/reports/<uuid:report_id>/<int:number>.docx         report:download      . . . . . . . + . .
GET  /documents/reports/<uuid:report_id>/<int:number>.pdf          report:download      . . . . . . . + . .
GET  /documents/releases/<int:year>/<int:release>/statistics.docx  report:download      . . . . . . . + . .
GET  /documents/releases/<int:year>/<int:release>/statistics.pdf   report:download      . . . . . . . + . .
GET  /documents/releases/<int:year>/<int:release>/tables.xlsx      indicators:read      . + . . . . . + . .
GET  /ledger                                                       ledger:import        . + . . . . . . . .
POST /ledger                                                       ledger:import        . + . . . . . . . .
GET  /ledger/<uuid:run_id>                                         ledger:import        . + . . . . . . . .
GET  /ledger/<uuid:run_id>/findings.csv                            ledger:import        . + . . . . . . . .
GET  /ledger/empty.xlsx                                            ledger:import        . + . . . . . . . .
GET  /static/<name>                                                public               + + + + + + + + + +
GET  /sign-in                                                      public               + + + + + + + + + +
POST /sign-in                                                      public               + + + + + + + + + +
POST /language                                                     public               + + + + + + + + + +
POST /cases/drafts/<uuid:draft_id>/discard                         case:open            + + . . . . . . . .
POST /refer/<uuid:draft_id>/discard                                referral:begin       . . . + + + . . . .
GET  /exit                                                         public               + + + + + + + + + +
POST /exit                                                         public               + + + + + + + + + +
POST /sign-out                                                     signed in            + + + + + + + + + +
"""


@dataclass(frozen=True)
class Route:
    """A line of the table."""

    method: str
    rule: str
    mark: str
    opens: frozenset[str]

    def __str__(self) -> str:
        return f"{self.method} {self.rule}"


def _route(line: str) -> Route:
    method, rule, *mark = line[: line.rindex("  ") if "  " in line else None].split()
    signs = line.split()[-len(ROLES) :]
    opens = frozenset(role for role, sign in zip(ROLES, signs, strict=True) if sign == "+")
    return Route(method, rule, " ".join(mark), opens)


ROUTES = [_route(line) for line in TABLE.strip().splitlines()[1:]]
