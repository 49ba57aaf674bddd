/** The colours of reports and of the explorer, as custom properties. */

export const LIGHT = `color-scheme:light;--page:#f7f5f1;--card:#fff;--ink:#1d1e26;--muted:#63656f;--line:#e3e0d9;
--accent:#3f5fd0;--warm:#d9691e;--tile:#efece6;--shadow:0 1px 2px #1d1e2610,0 6px 24px #1d1e260a`;
export const DARK = `color-scheme:dark;--page:#14151b;--card:#1d1f28;--ink:#eceaf2;--muted:#a0a2b0;--line:#32343f;
--accent:#8ea6ff;--warm:#f0975a;--tile:#262833;--shadow:none`;
