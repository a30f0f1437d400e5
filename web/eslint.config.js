import pluginVue from 'eslint-plugin-vue'
import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'

export default defineConfig(
  globalIgnores(['dist', 'src/api/schema.ts']),
  tseslint.configs.recommended,
  pluginVue.configs['flat/recommended'],
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
  },
  {
    rules: {
      'no-undef': 'off', // vue-tsc knows better
      'vue/attribute-hyphenation': 'off', // strict templates want Element's ariaLabel in camel case
      'vue/max-attributes-per-line': 'off', // prettier's
      'vue/html-self-closing': 'off', // prettier's
      'vue/singleline-html-element-content-newline': 'off', // prettier's
      'vue/multiline-html-element-content-newline': 'off', // prettier's
      'vue/html-indent': 'off', // prettier's
      'vue/html-closing-bracket-newline': 'off', // prettier's
      'vue/multi-word-component-names': 'off',
    },
  },
)
