// What every page has; without it every page still works. app/bundles.py puts each file in the place of its line.
import "./errors.js";
import "./flash.js";
import "./reveal.js";
import "./strength.js";
import "./submit.js";
import "./times.js";
