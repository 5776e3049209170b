"""The contrast of the texts of a page in a browser, as WCAG 2.2 works it out (relative luminance, success criterion 1.4.3)."""

#: For ``page.evaluate``: the least contrast of a text that is seen with the nearest surface behind it, as "x to 1".
LEAST_CONTRAST = """() => {
    const numbers = colour => (colour.match(/[\\d.]+/g) || []).map(Number);
    const light = ([red, green, blue]) => [red, green, blue]
        .map(each => each / 255)
        .map(each => each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4)
        .reduce((sum, each, place) => sum + each * [0.2126, 0.7152, 0.0722][place], 0);
    const surface = element => {
        for (let each = element; each; each = each.parentElement) {
            const found = numbers(getComputedStyle(each).backgroundColor);
            if (found.length === 3 || found[3] === 1) return found;
        }
        return [255, 255, 255];
    };
    const has_text = each => [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    const seen = [...document.body.querySelectorAll('*')].filter(
        each => has_text(each) && each.checkVisibility({visibilityProperty: true, opacityProperty: true})
            && each.getBoundingClientRect().width > 2 && !each.matches(':disabled, [aria-disabled=true]'));
    const ratios = seen.map(each => {
        const [dark, bright] = [light(numbers(getComputedStyle(each).color)), light(surface(each))].sort((a, b) => a - b);
        return (bright + 0.05) / (dark + 0.05);
    });
    return Math.min(...ratios);
}"""

#: The same of the buttons that lead nowhere, which WCAG leaves out.
LEAST_CONTRAST_OF_DISABLED = LEAST_CONTRAST.replace(
    "!each.matches(':disabled, [aria-disabled=true]')", "each.matches(':disabled')"
)
