// Says «قبل 5 دقائق» on cards of the last day; without it times stay as printed.
{
  const { minutes, hours, digits } = document.currentScript.dataset
  const forms = { minute: JSON.parse(minutes), hour: JSON.parse(hours) }
  const plural = new Intl.PluralRules(document.documentElement.lang)
  const number = (n) => (digits === "arab" ? `${n}`.replace(/./g, (digit) => "٠١٢٣٤٥٦٧٨٩"[digit]) : n)
  const ago = (count, unit) => forms[unit][count ? plural.select(count) : "zero"].replace("{n}", number(count))

  const tell = () => {
    for (const time of document.querySelectorAll("time[title]")) {
      const passed = Math.floor((Date.now() - Date.parse(time.dateTime)) / 60_000)
      if (passed >= 0 && passed < 1440) {
        time.textContent = passed < 60 ? ago(passed, "minute") : ago(Math.floor(passed / 60), "hour")
        time.dataset.told = ""
      } else if (time.dataset.told === "") time.textContent = time.title // open for a day
    }
  }
  tell()
  setInterval(tell, 60_000)
}
