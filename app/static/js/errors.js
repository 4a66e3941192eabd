// After a refused form, the summary is where reading should start. The gallery only shows one.
document.querySelector(".error-summary:not(.gallery *)")?.focus();
