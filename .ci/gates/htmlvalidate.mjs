// What html-validate asks of a page: every recommended rule.
export default {
  root: true,
  extends: ['html-validate:recommended'],
};
