// On pages outside the hall: signing out there also leaves the device as it should be left.

import { watchSigningOut } from "./leaving.js";

watchSigningOut();
