import type { ClassView } from "./classes.js";
import { type Html } from "./html.js";
import type { ReportInput } from "./input.js";
/** A vega-lite layer chart without its size. */
export interface Spec {
    config: object;
    layer: object[];
}
/** How every plot of a page looks. */
export declare const config: {
    background: string;
    font: string;
    view: {
        stroke: string;
    };
    axis: {
        labelColor: string;
        titleColor: string;
        gridColor: string;
        domainColor: string;
        tickColor: string;
        labelFontSize: number;
        titleFontSize: number;
        titleFontWeight: string;
        titlePadding: number;
    };
};
/** Bars of the class sizes; the paler part of a bar carries another label than the one the class stands for. */
export declare function sizesPlot(classes: readonly ClassView[]): Promise<Html>;
/** Lines of the loss of each head; the selected one stands out, and triangles mark restarts. */
export declare function lossPlot(input: ReportInput): Promise<Html>;
/** A drawing for wide windows, and one for narrow ones. */
export declare function drawTwice(label: string, spec: Spec, height: number): Promise<Html>;
