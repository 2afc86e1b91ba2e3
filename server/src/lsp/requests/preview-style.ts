import { FORM_STYLE } from "../../preview/form-style.js";
import { PAGE_STYLE, STYLE } from "../../preview/style.js";
import { ownRequest } from "./request.js";

export const previewStyle = ownRequest("forgeAlloy/previewStyle", [], () => STYLE + PAGE_STYLE + FORM_STYLE);
