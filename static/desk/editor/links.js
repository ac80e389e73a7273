/** Addresses without what follows the reader, as articles/links.py has them; one table of tests binds both. */

const LONGEST = 4000; // longer ones are no addresses that people share
const PARTS = /^([^?#]*)(\?[^#]*)?(#.*)?$/s;
const WHOLE = /^https?:\/\/[^/\x00-\x20][^\x00-\x20\x7f-\x9f]*$/i;
const TRACKING = new RegExp(
  "^(?:utm_.*|mc_[ce]id|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|_ga|_gl" +
    "|_hsenc|_hsmi|__hs[a-z]*|mkt_tok|ref_src|ref_url|cmpid|wt_mc|at_medium|at_campaign|xtor|vero_id|oly_[a-z]+_id)$",
  "i",
);
// What some sites add to an address when somebody shares it; elsewhere the same name may mean something.
const TRACKING_AT = [
  [/(?:^|\.)(?:youtube\.com|youtu\.be)$/, /^(?:si|feature|pp)$/],
  [/(?:^|\.)(?:x|twitter)\.com$/, /^(?:s|t)$/],
  [/(?:^|\.)facebook\.com$/, /^(?:__tn__|__cft__|mibextid|rdid|share_url)$/],
];
// Pages that only send the reader on, and the parameters that say where.
const REDIRECTS = [
  [/^(?:www\.)?google(?:\.[a-z]{2,3}){1,2}$/, /^\/url$/, ["q", "url"]],
  [/^lm?\.(?:facebook|instagram)\.com$/, /^\/(?:l\.php)?$/, ["u"]],
  [/^(?:www\.)?facebook\.com$/, /^\/l\.php$/, ["u"]],
  [/^(?:www\.)?youtube\.com$/, /^\/redirect$/, ["q"]],
  [/\.safelinks\.protection\.outlook\.com$/, /^\/$/, ["url"]],
];

/** `address` without tracking parameters, out of the redirects of search engines and networks; the rest as it was. */
export function untracked(address) {
  if (address.length > LONGEST) return address;
  for (let target; (target = redirectTarget(address)); ) address = target;
  const [, start, query = "", fragment = ""] = PARTS.exec(address);
  const host = hostOf(start);
  if (!host) return address;
  const kept = query.slice(1).split("&").filter((part) => part && !tracks(host, part.split("=", 1)[0]));
  const place = fragment.replace(/^#(?:utm_|xtor=).*|:~:.*/s, "").replace(/^#$/, "");
  return start + (kept.length ? `?${kept.join("&")}` : "") + place;
}

function tracks(host, name) {
  return TRACKING.test(name) || TRACKING_AT.some(([site, names]) => site.test(host) && names.test(name));
}

function redirectTarget(address) {
  const [, start, query = ""] = PARTS.exec(address);
  const host = hostOf(start);
  const path = start.replace(/^https?:\/\/[^/]*/i, "") || "/";
  const redirect = REDIRECTS.find(([site, pages]) => site.test(host) && pages.test(path));
  if (!redirect) return null;
  const values = new URLSearchParams(query);
  return redirect[2].map((name) => values.get(name) ?? "").find((value) => WHOLE.test(value)) ?? null;
}

function hostOf(start) {
  return /^https?:\/\/(?:[^/@]*@)?([^/:]+)/i.exec(start)?.[1].toLowerCase() ?? "";
}
