// Looks at static/css. Run from the top of the checkout: `make js-lint`.
export default {
  extends: ['stylelint-config-standard'],
  rules: {
    // part__element--kind, where the part has the file's name
    'selector-class-pattern': ['^[a-z][a-z0-9]*(-[a-z0-9]+)*(__[a-z0-9]+(-[a-z0-9]+)*)?(--[a-z0-9]+(-[a-z0-9]+)*)?$', {
      message: 'A class is written part__element--kind.',
    }],
    // Older browsers: ranges came with Safari 16.4; prefixes are what they know.
    'media-feature-range-notation': 'prefix',
    'property-no-vendor-prefix': null,
    'declaration-property-value-no-unknown': [true, { ignoreProperties: { '-webkit-appearance': ['auto'] } }],
    // Ways of writing: short rules in one line, colours in six digits, values as their standards write them.
    'declaration-block-single-line-max-declarations': null,
    'color-hex-length': 'long',
    'alpha-value-notation': 'number',
    'value-keyword-case': ['lower', { ignoreKeywords: ['A4'] }],
    // Which rule wins is settled by layers and by order, which is by part and not by weight.
    'no-descending-specificity': null,
  },
};
