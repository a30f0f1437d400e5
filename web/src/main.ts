import { createApp } from 'vue'
import App from './App.vue'
import './ep.css'

createApp(App).mount('#app')
