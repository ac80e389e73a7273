// The page on which one chooses between two versions: whoever is there stays there, and sees who else is.

import { Company } from "desk/presence"

const form = document.querySelector(".merge")
const keeper = { isOnServer: true, flush: async () => {} } // nothing is typed here
new Company(form, keeper, (button) => form.requestSubmit(button))
